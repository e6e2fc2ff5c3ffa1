#!/usr/bin/env python3
"""A second opinion of OPA itself on the policies: python3 check-with-opa.py VNETGUARD [INPUT...]

Needs the Python package opa-golib-python-bindings, which holds OPA's own engine. It checks that OPA

- accepts every module,
- finds every test true,
- and gives, on the model of every input, the verdicts that VNETGUARD gives.
"""

import json
import pathlib
import re
import subprocess
import sys

from opa_bindings import OpaEngine

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLICIES = ROOT / "policies"
CONDITIONAL = "It is deployed only under a condition that is not known."
# What each entry point of a rule says; later ones prevail.
OUTCOMES = {"subjects": "pass", "undetermined": "unknown", "deny": "fail"}


def load():
    """An engine with everything, and the text of each module by its path.

    The engine keeps what it compiled for every query it was ever asked, modules and all. So a module of our own asks for all that
    is wanted, and there are two queries only.
    """
    engine = OpaEngine()
    modules = {}
    for path in sorted(POLICIES.rglob("*.rego")):
        name = path.relative_to(POLICIES).as_posix()
        modules[name] = path.read_text(encoding="utf-8")
        engine.add_policy(name, modules[name])
    for path in sorted(POLICIES.glob("reference/*/data.json")):
        table = json.loads(path.read_text(encoding="utf-8"))
        engine.add_data({"vnetguard": {"reference": {path.parent.name: table}}})
    engine.add_policy("asked.rego", questions(modules))
    return engine, modules


def tests(modules):
    """Module and name of every test."""
    for name, text in modules.items():
        for test in dict.fromkeys(re.findall(r"^(test_\w+)", text, re.MULTILINE)):
            yield name, test


def questions(modules):
    """A module with the outcome of every test, and the answers of every rule."""
    lines = ["package asked", "import rego.v1"]
    for name, test in tests(modules):
        lines.append(f"tests[{json.dumps(f'{name}: {test}')}] := data.{package(modules[name])}.{test}")
    for name, text in modules.items():
        if not name.startswith("rules/") or name.endswith("_test.rego"):
            continue
        # The answers of a family name their rules themselves.
        own = re.search(r"^#   id: (\S+)", text, re.MULTILINE)
        rule = own.group(1) if own else ""
        for entry_point in OUTCOMES:
            lines.append(
                f'answers contains ["{rule}", "{entry_point}", a] if {{ some a in data.{package(text)}.{entry_point} }}'
            )
    return "\n".join(lines)


def package(text):
    return re.search(r"^package (\S+)", text, re.MULTILINE).group(1)


def untrue_tests(engine, modules):
    """Number of tests, and those that are not true."""
    outcomes = engine.eval_document("asked.tests", {})
    wanted = [f"{name}: {test}" for name, test in tests(modules)]
    return len(wanted), [f"{test}: {outcomes.get(test)}" for test in wanted if outcomes.get(test) is not True]


def run(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, cwd=ROOT, check=False)
    return json.loads(done.stdout) if done.returncode in (0, 1) and done.stdout else None


def opinion(engine, model, rules):
    """What OPA says: (rule, entity) -> outcome, for policies that the model has something for."""
    subjects = {}
    answers = engine.eval_document("asked.answers", model)
    for wanted, outcome in OUTCOMES.items():
        for rule, entry_point, answer in answers:
            if entry_point != wanted:
                continue
            if isinstance(answer, str):
                subjects[rule, answer] = outcome
            else:
                subjects[answer.get("rule") or rule, answer["subject"]] = outcome
    return {(rule, subject): outcome for (rule, subject), outcome in subjects.items() if rule in rules}


def differences(program, engine, path):
    model = run(program, "inspect", "model", path)
    report = run(program, "check", path, "--all", "-o", "json")
    if model is None or report is None:
        return [f"{path}: it cannot be judged"]
    entities = [
        entity
        for state in ("before", "after")
        for kind in model.get(state, {}).values()
        for entity in kind.values()
    ]
    # What is deleted may still be referred to; its own name prevails over that of the reference.
    entities.sort(key=lambda entity: entity["presence"] != "external")
    names = {entity["id"]: entity["subject"] for entity in entities}
    # A policy is only asked where the model has something that it applies to.
    kinds = {entity["kind"].lower() for entity in entities}
    rules = {rule["id"] for rule in report["rules"] if kinds & {kind.lower() for kind in rule["applies_to"]}}
    opa = {(rule, names[entity]): outcome for (rule, entity), outcome in opinion(engine, model, rules).items()}
    ours = {}
    for verdict in report["verdicts"]:
        # The program weakens failures of what may not be deployed; OPA does not know of it.
        weakened = verdict["message"].endswith(CONDITIONAL)
        ours[verdict["rule"], verdict["subject"]] = "fail" if weakened else verdict["verdict"]
    keys = sorted(set(opa) | set(ours))
    return [f"{path}: {key}: OPA {opa.get(key)}, vnetguard {ours.get(key)}" for key in keys if opa.get(key) != ours.get(key)]


def main():
    program, *inputs = sys.argv[1:]
    engine, modules = load()
    count, wrong = untrue_tests(engine, modules)
    for path in inputs:
        wrong += differences(program, engine, path)
    print("\n".join(wrong))
    print(f"{len(modules)} modules, {count} tests and {len(inputs)} inputs by OPA")
    sys.exit(1 if wrong or count == 0 else 0)


main()
