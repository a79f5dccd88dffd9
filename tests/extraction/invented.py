"""A small invented world to extract against: two states, their ministries, offices, people and terms, a wire, a treaty."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from communique.check.run import check
from communique.derive import derive
from communique.extracting import Authority
from communique.extracting.tables import CONTRACT
from communique.problems import Problem
from communique.records.places import Places
from communique.tables import Tables, empty, frame, from_arrow
from communique_schema.spec import tables as contract

RU, US, FM, SOS, MID, STATE, WIRE = (
    "ac-rvss1", "ac-amer1", "ac-fm001", "ac-s0s01", "ac-m1d01", "ac-state", "ac-w1re1"
)  # fmt: skip
ORLOV, REED, OLD, ICE = "ac-0r10v", "ac-reed1", "ac-01d01", "tr-1ce01"

ACTORS: list[dict[str, Any]] = [
    {"actor_id": RU, "actor_kind": "state", "name": "Russia", "state_id": RU, "country_code": "RU"},
    {"actor_id": US, "actor_kind": "state", "name": "United States", "state_id": US, "country_code": "US"},
    {"actor_id": MID, "actor_kind": "institution", "name": "Ministry of Foreign Affairs of Russia", "state_id": RU},
    {"actor_id": STATE, "actor_kind": "institution", "name": "United States Department of State", "state_id": US},
    {"actor_id": FM, "actor_kind": "office", "name": "Minister of Foreign Affairs of Russia", "state_id": RU},
    {"actor_id": SOS, "actor_kind": "office", "name": "United States Secretary of State", "state_id": US},
    {"actor_id": ORLOV, "actor_kind": "person", "name": "Ivan Orlov", "state_id": RU},
    {"actor_id": OLD, "actor_kind": "person", "name": "Pyotr Starov", "state_id": RU},
    {"actor_id": REED, "actor_kind": "person", "name": "Ono Reed", "state_id": US},
    {"actor_id": WIRE, "actor_kind": "media", "name": "Northern Wire"},
]
ALIASES = {
    RU: ["en Moscow", "de Moskau", "de Russland", "ru Россия", "ru Москва"],
    US: ["en Washington", "en US", "en U.S.", "de Washington", "de USA", "ru США", "ru Вашингтон"],
    MID: ["en Russian Foreign Ministry", "de russische Außenministerium", "ru МИД России"],
    STATE: ["en State Department", "de US-Außenministerium", "ru Госдепартамент"],
    FM: ["en Russian Foreign Minister", "en Foreign Minister", "de russischer Außenminister", "ru глава МИД РФ"],
    SOS: ["en Secretary of State", "de US-Außenminister", "ru госсекретарь"],
    ORLOV: ["en Orlov", "de Iwan Orlow", "de Orlow", "ru Иван Орлов", "ru Орлов"],
    REED: ["en Reed", "de Reed", "ru Оно Рид", "ru Рид"],
    WIRE: ["en wire.example"],
}


def tables() -> Tables:
    """The world's tables, derived columns still empty."""
    rows: dict[str, list[dict[str, Any]]] = {"actors": ACTORS}
    rows["actor_aliases"] = [
        {"actor_id": actor, "language": line[:2], "alias": line[3:]}
        for actor, lines in ALIASES.items()
        for line in lines
    ]
    rows["articles"] = [
        {"article_id": "ar-0face", "publisher_id": WIRE, "article_kind": "news", "source_tier": "agency", "title": "Terms",
         "language": "en", "url": "https://wire.example/terms", "accessed_on": date(2021, 1, 1),
         "published_edtf": "2021-01-01", "published_certainty": "explicit", "evidence_level": "read", "coverage": "full",
         "rights_holder": "Northern Wire"}
    ]  # fmt: skip
    rows["tenures"] = [
        {"tenure_id": f"tn-0000{n}", "actor_id": person, "office_id": office, "began_edtf": began,
         "began_certainty": "explicit", "ended_edtf": ended, "ended_certainty": "explicit" if ended else None,
         "source_article_id": "ar-0face"}
        for n, (person, office, began, ended) in enumerate([
            (OLD, FM, "2010-01-01", "2019-12-31"), (ORLOV, FM, "2020-01-01", None), (REED, SOS, "2020-01-20", None),
        ])
    ]  # fmt: skip
    rows["treaties"] = [{"treaty_id": ICE, "short_name": "Ice Treaty", "title": "Treaty on Ice", "treaty_kind": "bilateral",
                         "checked_through": date(2021, 6, 1)}]  # fmt: skip
    rows["coders"] = [{"coder_id": "co-r23es", "coder_kind": "rules", "name": "Rules", "description": "The rules."}]
    rows["releases"] = [{"version": "0.1.0", "release_stage": "working", "data_through": date(2021, 6, 30)}]
    return empty() | {name: frame(contract()[name], listed) for name, listed in rows.items()}


def authority(actors: Path | None = None, treaties: Path | None = None, *, base: bool = True) -> Authority:
    """The world's authority."""
    derived = derive(tables())
    release = {
        name: pa.Table.from_pandas(derived[name], preserve_index=False) for name in derived if len(derived[name])
    }
    return Authority.of(release, actors=actors, treaties=treaties, base=base)


def problems(extracted: dict[str, pa.Table]) -> list[Problem]:
    """Everything the contract has against the world with an extraction beside it."""
    written = tables()
    for name in CONTRACT:
        if name in extracted:
            rows = from_arrow(extracted[name]).to_dict("records")
            had = written[name].to_dict("records")
            written[name] = frame(contract()[name], [*_plain(had), *_plain(rows)])
    places = {name: Places() for name in written}
    return check(written, derive(written), places, [])


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: None if pd.isna(value) else value for name, value in row.items()} for row in rows]
