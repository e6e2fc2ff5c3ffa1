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


def load():
    """An engine with everything, and the text of each module by its path."""
    engine = OpaEngine()
    modules = {}
    for path in sorted(POLICIES.rglob("*.rego")):
        name = path.relative_to(POLICIES).as_posix()
        modules[name] = path.read_text(encoding="utf-8")
        engine.add_policy(name, modules[name])
    for path in sorted(POLICIES.glob("reference/*/data.json")):
        table = json.loads(path.read_text(encoding="utf-8"))
        engine.add_data({"vnetguard": {"reference": {path.parent.name: table}}})
    return engine, modules


def package(text):
    return re.search(r"^package (\S+)", text, re.MULTILINE).group(1)


def untrue_tests(engine, modules):
    """Number of tests, and those that are not true."""
    count, wrong = 0, []
    for name, text in modules.items():
        for test in dict.fromkeys(re.findall(r"^(test_\w+)", text, re.MULTILINE)):
            count += 1
            try:
                outcome = engine.eval_document(f"{package(text)}.{test}", {})
            except Exception as error:  # OPA says undefined by raising
                outcome = error
            if outcome is not True:
                wrong.append(f"{name}: {test}: {outcome}")
    return count, wrong


def run(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, cwd=ROOT, check=False)
    return json.loads(done.stdout) if done.returncode in (0, 1) and done.stdout else None


def opinion(engine, modules, model, rules):
    """What OPA says: (rule, entity) -> outcome, for policies that the model has something for."""
    subjects = {}
    for name, text in modules.items():
        if not name.startswith("rules/") or name.endswith("_test.rego"):
            continue
        own = package(text)
        rule = re.search(r"^#   id: (\S+)", text, re.MULTILINE)

        def key(answer):
            if isinstance(answer, str):
                return rule.group(1), answer
            return answer.get("rule") or rule.group(1), answer["subject"]

        for entry_point, outcome in (("subjects", "pass"), ("undetermined", "unknown"), ("deny", "fail")):
            for answer in engine.eval_document(f"{own}.{entry_point}", model):
                subjects[key(answer)] = outcome
    return {(rule, subject): outcome for (rule, subject), outcome in subjects.items() if rule in rules}


def differences(program, engine, modules, path):
    model = run(program, "inspect", "model", path)
    report = run(program, "check", path, "--all", "-o", "json")
    if model is None or report is None:
        return [f"{path}: it cannot be judged"]
    names = {
        entity["id"]: entity["subject"]
        for state in ("before", "after")
        for kind in model.get(state, {}).values()
        for entity in kind.values()
    }
    rules = {rule["id"] for rule in report["rules"]}
    opa = {(rule, names[entity]): outcome for (rule, entity), outcome in opinion(engine, modules, model, rules).items()}
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
        wrong += differences(program, engine, modules, path)
    print("\n".join(wrong))
    print(f"{len(modules)} modules, {count} tests and {len(inputs)} inputs by OPA")
    sys.exit(1 if wrong or count == 0 else 0)


main()
