"""The classes a token can have, one bit each. A token has as many as its form allows: "report" is a noun and a verb."""

WORD = 1 << 0
CAPITAL = 1 << 1  # begins with a capital
DIGIT = 1 << 2
SPACE = 1 << 3  # white space follows
POSSESSED = 1 << 4  # ends in 's or ’s: what follows belongs to it

# Punctuation
QUOTE = 1 << 5
COMMA = 1 << 6
COLON = 1 << 7
SEMICOLON = 1 << 8
DASH = 1 << 9
OPEN = 1 << 10  # ( [
CLOSE = 1 << 11
ENDER = 1 << 12  # . ! ? …
NEWLINE = 1 << 13

# Cues
FINITE = 1 << 14
INFINITIVE = 1 << 15
GERUND = 1 << 16
PARTICIPLE = 1 << 17
NOUN = 1 << 18
ADJECTIVE = 1 << 19
PREPOSED = 1 << 20
POSTPOSED = 1 << 21

# Closed classes of a lexicon's [words]
DETERMINER = 1 << 22
POSSESSIVE = 1 << 23
PRONOUN = 1 << 24
RELATIVE = 1 << 25
PREPOSITION = 1 << 26
COORDINATOR = 1 << 27
SUBORDINATOR = 1 << 28
BE = 1 << 29
HAVE = 1 << 30
AUXILIARY = 1 << 31  # do, modals
NEGATION = 1 << 32
ADVERB = 1 << 33
TIME = 1 << 34
TITLE = 1 << 35
PERSON = 1 << 36  # kinds of person and of body that speak: minister, spokeswoman, ministry
VERB = 1 << 37  # other verbs: they part clauses
ABBREVIATION = 1 << 38
THAT = 1 << 39
WHETHER = 1 << 40  # what, how, why, whether
TO = 1 << 41
BY = 1 << 42
AS = 1 << 43
OBJECT = 1 << 44  # him, her, them
PARTICLE = 1 << 45  # out, back, up: part of the verb before it
NEUTRAL = 1 << 46  # nobody speaks: there, it
ADDRESSEE = 1 << 47  # reporters, journalists
CONTRACTED = 1 << 48  # he's, they've: a pronoun and its auxiliary
SPEECH = 1 << 49  # a verb that tells words: what it stands before or after is said
JOINT = 1 << 50  # a verb that several do together: agree, discuss (kind "joint")
INSERTED = 1 << 51  # the last word of a phrase between subject and verb: "in turn"
LIGHT = 1 << 52  # a verb that says something with a noun of its own: "expressed readiness"
INSTITUTION = 1 << 53  # a body or a paper that tells what others did: ministry, embassy, readout
SUBJUNCTIVE = 1 << 56  # a form that tells another's words by its mood: German "sei", "habe"

VERB_GROUPS = (FINITE, INFINITIVE, GERUND, PARTICIPLE)
VERBAL = FINITE | INFINITIVE | GERUND | PARTICIPLE
CUE = VERBAL | NOUN | ADJECTIVE | PREPOSED | POSTPOSED
STOP = ENDER | NEWLINE
PUNCTUATION = QUOTE | COMMA | COLON | SEMICOLON | DASH | OPEN | CLOSE | ENDER | NEWLINE
AUX = BE | HAVE | AUXILIARY | CONTRACTED

CLASSES = {
    "determiner": DETERMINER,
    "possessive": POSSESSIVE,
    "relative": RELATIVE,
    "preposition": PREPOSITION,
    "coordinator": COORDINATOR,
    "subordinator": SUBORDINATOR,
    "be": BE,
    "have": HAVE,
    "auxiliary": AUXILIARY,
    "negation": NEGATION,
    "adverb": ADVERB,
    "time": TIME,
    "title": TITLE,
    "person": PERSON,
    "verb": VERB,
    "abbreviation": ABBREVIATION,
    "that": THAT,
    "whether": WHETHER,
    "to": TO,
    "by": BY,
    "as": AS,
    "object": OBJECT,
    "particle": PARTICLE,
    "neutral": NEUTRAL,
    "addressee": ADDRESSEE,
    "contracted": CONTRACTED,
    "institution": INSTITUTION,
    "subjunctive": SUBJUNCTIVE,
}
"""Name of a list under ``[words]`` and the bit its forms carry."""

# Unions the engine asks for again and again: worked out once, for an "or" of such numbers costs more than the question.
PAUSE = COMMA | DASH
SEPARATOR = COMMA | COLON | DASH
NAMED = CAPITAL | PERSON | TITLE
HELPING = AUX | NEGATION
PERSONAL = PRONOUN | CONTRACTED
PLACED = PREPOSITION | ADVERB | DETERMINER | DIGIT | TIME
TRAILING = ENDER | SEPARATOR | SEMICOLON | NEWLINE
CAPITAL_OR_DIGIT = CAPITAL | DIGIT
CLAUSAL = VERB | AUX
