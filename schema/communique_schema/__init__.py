"""The contract of communique: one pandera model per table, in nine rooms, and what is projected from them.

``models`` lists the models, ``spec`` reads them as plain data, ``rules`` holds what no single table can say, ``terms``
the code book, ``edtf`` and ``words`` the definitions of dates and words. Importing the package loads none of them:
``words`` and ``edtf`` serve readers who have no pandera.
"""
