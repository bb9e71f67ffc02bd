"""The quality floor: how well the pages of tests/data are typed against their reviewed readings, role by role."""

from __future__ import annotations

import json
from collections import Counter

from audiobrief.extract import read_article
from tests import golden

FLOOR = json.loads((golden.DATA / "floor.json").read_text(encoding="utf-8"))


def test_roles_reach_the_floor() -> None:
    hit = Counter[str]()
    gold, got = Counter[str](), Counter[str]()
    for path in golden.INPUTS:
        expected = Counter((str(block.role), block.text) for block in golden.article(path).blocks)
        found = Counter((str(block.role), block.text) for block in read_article(golden.page(path)).blocks)
        for total, part in ((gold, expected), (got, found), (hit, expected & found)):
            total.update({role: 0 for role, _ in part})
            for (role, _), count in part.items():
                total[role] += count
    scores = {role: 2 * hit[role] / (gold[role] + got[role]) for role in gold}
    below = {role: score for role, score in scores.items() if score < FLOOR["block_f1"]}
    assert not below
    assert len(scores) >= FLOOR["roles"]
