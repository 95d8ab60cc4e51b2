"""What each keyword says: the applicators, which lead to other schemas, and the assertions, which do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from microcred.errors import Fault
from microcred.verification.json_schema.evaluation import Evaluation, Keyword, Scope, Task
from microcred.verification.json_schema.formats import FORMATS
from microcred.verification.json_schema.instances import form, is_number, is_type, number, shown
from microcred.verification.json_schema.references import Resource

__all__ = ["KEYWORDS"]


# References (JSON Schema, 8.2.3).


def _ref(run: Evaluation, reference: str, task: Task) -> bool:
    target, resource = run.reached(reference, task)
    return run.holds(target, task, "$ref", within=resource)


def _dynamic_ref(run: Evaluation, reference: str, task: Task) -> bool:
    target, resource = run.reached(reference, task)
    anchor = reference.partition("#")[2]
    if resource.dynamic.get(anchor) is target:
        # The outermost resource of the dynamic scope that has the same anchor counts.
        for around in _outwards(run, task.scope):
            if anchor in around.dynamic:
                target, resource = around.dynamic[anchor], around
    return run.holds(target, task, "$dynamicRef", within=resource)


def _recursive_ref(run: Evaluation, reference: str, task: Task) -> bool:
    target, resource = run.reached(reference, task)
    if resource.recursive:
        for around in _outwards(run, task.scope):
            if around.recursive:
                target, resource = around.root, around
    return run.holds(target, task, "$recursiveRef", within=resource)


def _outwards(run: Evaluation, scope: Scope | None) -> Iterator[Resource]:
    while scope is not None:
        run.effort.spend(1)
        yield scope.resource
        scope = scope.outer


# Schemas for the same instance (JSON Schema, 10.2).


def _all_of(run: Evaluation, schemas: list[Any], task: Task) -> bool:
    good = True
    for index, schema in enumerate(schemas):
        good = run.holds(schema, task, "allOf", index) and good
        if not good and not task.loud:
            break
    return good


def _any_of(run: Evaluation, schemas: list[Any], task: Task) -> bool:
    refusals: list[list[Fault] | None] = []
    for index, schema in enumerate(schemas):
        refusals.append(run.aside(schema, task, "anyOf", index))
        if refusals[-1] is None and not run.schemas.annotated:
            return True
    return None in refusals or run.none_fits(refusals, task, "anyOf", f"what fits one of {len(schemas)} alternatives")


def _one_of(run: Evaluation, schemas: list[Any], task: Task) -> bool:
    refusals = [run.aside(schema, task, "oneOf", index) for index, schema in enumerate(schemas)]
    fitting = refusals.count(None)
    wanted = f"what fits exactly one of {len(schemas)} alternatives, and {fitting} fit"
    if not fitting:
        return run.none_fits(refusals, task, "oneOf", wanted)
    return run.verdict(fitting == 1, task, "oneOf", wanted)


def _not(run: Evaluation, schema: Any, task: Task) -> bool:
    # What is seen in a schema that must not hold is not seen.
    aside = Task(task.schema, task.instance, task.place, task.keywords, task.scope, loud=False)
    return run.verdict(not run.holds(schema, aside, "not"), task, "not", "anything but this")


def _if(run: Evaluation, schema: Any, task: Task) -> bool:
    branch = "then" if run.holds(schema, task, "if", loud=False) else "else"
    return branch not in task.schema or run.holds(task.schema[branch], task, branch)


def _dependent_schemas(run: Evaluation, schemas: Mapping[str, Any], task: Task) -> bool:
    return _dependencies(run, schemas, task, keyword="dependentSchemas")


def _dependent_required(run: Evaluation, names: Mapping[str, Any], task: Task) -> bool:
    return _dependencies(run, names, task, keyword="dependentRequired")


def _dependencies(run: Evaluation, dependencies: Mapping[str, Any], task: Task, keyword: str = "dependencies") -> bool:
    if not isinstance(task.instance, dict):
        return True
    run.effort.spend(len(dependencies))
    good = True
    for name, wanted in dependencies.items():
        if name not in task.instance:
            continue
        if isinstance(wanted, list):
            good = _required(run, wanted, task, keyword) and good
        else:
            good = run.holds(wanted, task, keyword, name) and good
    return good


# Schemas for parts of the instance (JSON Schema, 10.3).


def _properties(run: Evaluation, schemas: Mapping[str, Any], task: Task) -> bool:
    if not isinstance(task.instance, dict):
        return True
    run.effort.spend(min(len(schemas), len(task.instance)))
    good = True
    for name in schemas if len(schemas) <= len(task.instance) else task.instance:
        if name in schemas and name in task.instance:
            task.seen.add(name)
            good = run.holds(schemas[name], task, "properties", name, at=(name, task.instance[name])) and good
    return good


def _pattern_properties(run: Evaluation, schemas: Mapping[str, Any], task: Task) -> bool:
    if not isinstance(task.instance, dict):
        return True
    good = True
    for pattern, schema in schemas.items():
        for name, member in task.instance.items():
            if run.found(pattern, name):
                task.seen.add(name)
                good = run.holds(schema, task, "patternProperties", pattern, at=(name, member)) and good
    return good


def _additional_properties(run: Evaluation, schema: Any, task: Task) -> bool:
    if not isinstance(task.instance, dict):
        return True
    run.effort.spend(len(task.instance))
    named, patterns = task.schema.get("properties", {}), task.schema.get("patternProperties", {})
    good = True
    for name, member in task.instance.items():
        if name not in named and not any(run.found(pattern, name) for pattern in patterns):
            task.seen.add(name)
            good = _member(run, schema, task, "additionalProperties", name, member) and good
    return good


def _unevaluated_properties(run: Evaluation, schema: Any, task: Task) -> bool:
    if not isinstance(task.instance, dict):
        return True
    run.effort.spend(len(task.instance))
    good = True
    for name, member in task.instance.items():
        if name not in task.seen:
            task.seen.add(name)
            good = _member(run, schema, task, "unevaluatedProperties", name, member) and good
    return good


def _member(run: Evaluation, schema: Any, task: Task, keyword: str, name: str | int, member: Any) -> bool:
    if schema is False:
        return run.verdict(False, task, keyword, f"the schema leaves no place for {shown(name)}", name)
    return run.holds(schema, task, keyword, at=(name, member))


def _property_names(run: Evaluation, schema: Any, task: Task) -> bool:
    if not isinstance(task.instance, dict):
        return True
    good = True
    for name in task.instance:
        fits = run.holds(schema, task, "propertyNames", at=(name, name), loud=False)
        good = (
            run.verdict(fits, task, "propertyNames", f"the name {shown(name)} is not one that the schema allows", name)
            and good
        )
    return good


def _items(run: Evaluation, schema: Any, task: Task) -> bool:
    if isinstance(schema, list):
        return _prefix_items(run, schema, task, "items")
    # Where a version does not know the keyword, it may hold anything, and takes no element away from this one.
    known = "prefixItems" not in task.scope.resource.dialect.lacks
    return _rest(run, schema, task, "items", len(task.schema.get("prefixItems", ())) if known else 0)


def _prefix_items(run: Evaluation, schemas: list[Any], task: Task, keyword: str = "prefixItems") -> bool:
    if not isinstance(task.instance, list):
        return True
    good = True
    for index, (schema, element) in enumerate(zip(schemas, task.instance, strict=False)):
        task.seen.add(index)
        good = run.holds(schema, task, keyword, index, at=(index, element)) and good
    return good


def _additional_items(run: Evaluation, schema: Any, task: Task) -> bool:
    items = task.schema.get("items")
    return not isinstance(items, list) or _rest(run, schema, task, "additionalItems", len(items))


def _rest(run: Evaluation, schema: Any, task: Task, keyword: str, start: int) -> bool:
    if not isinstance(task.instance, list):
        return True
    run.effort.spend(len(task.instance))
    good = True
    for index in range(start, len(task.instance)):
        task.seen.add(index)
        good = _member(run, schema, task, keyword, index, task.instance[index]) and good
    return good


def _unevaluated_items(run: Evaluation, schema: Any, task: Task) -> bool:
    if not isinstance(task.instance, list):
        return True
    run.effort.spend(len(task.instance))
    good = True
    for index, element in enumerate(task.instance):
        if index not in task.seen:
            task.seen.add(index)
            good = _member(run, schema, task, "unevaluatedItems", index, element) and good
    return good


def _contains(run: Evaluation, schema: Any, task: Task) -> bool:
    if not isinstance(task.instance, list):
        return True
    fitting = [
        index
        for index, element in enumerate(task.instance)
        if run.holds(schema, task, "contains", at=(index, element), loud=False)
    ]
    if "prefixItems" not in task.scope.resource.dialect.lacks:
        task.seen.update(fitting)
    counted = "dependentRequired" not in task.scope.resource.dialect.lacks
    least = task.schema.get("minContains", 1) if counted else 1
    most = task.schema.get("maxContains") if counted else None
    wanted = f"at least {shown(least)}" + (f" and at most {shown(most)}" if most is not None else "")
    good = least <= len(fitting) and (most is None or len(fitting) <= most)
    return run.verdict(good, task, "contains", f"{wanted} fitting elements, and {len(fitting)} fit")


# Assertions for every type (JSON Schema Validation, 6.1).


def _type(run: Evaluation, names: str | list[str], task: Task) -> bool:
    if isinstance(names, str):
        return is_type(task.instance, names) or run.verdict(False, task, "type", names)
    holds = any(is_type(task.instance, name) for name in names)
    return run.verdict(holds, task, "type", " or ".join(names)[:120])


def _enum(run: Evaluation, values: list[Any], task: Task) -> bool:
    own = form(task.instance, run.effort)
    holds = any(form(value, run.effort) == own for value in values)
    return holds or run.verdict(
        holds, task, "enum", f"one of {', '.join(map(shown, values[:6]))}{', …' if len(values) > 6 else ''}"
    )


def _const(run: Evaluation, value: Any, task: Task) -> bool:
    return run.verdict(form(value, run.effort) == form(task.instance, run.effort), task, "const", shown(value))


# Assertions for numbers, texts, arrays and objects (JSON Schema Validation, 6.2 to 6.5).


def _multiple_of(run: Evaluation, value: Any, task: Task) -> bool:
    if not is_number(task.instance):
        return True
    run.effort.spend(16)
    holds = (number(task.instance) / number(value)).denominator == 1
    return run.verdict(holds, task, "multipleOf", f"a multiple of {shown(value)}")


def _minimum(run: Evaluation, value: Any, task: Task) -> bool:
    holds = not is_number(task.instance) or number(task.instance) >= number(value)
    return run.verdict(holds, task, "minimum", f"at least {shown(value)}")


def _maximum(run: Evaluation, value: Any, task: Task) -> bool:
    holds = not is_number(task.instance) or number(task.instance) <= number(value)
    return run.verdict(holds, task, "maximum", f"at most {shown(value)}")


def _exclusive_minimum(run: Evaluation, value: Any, task: Task) -> bool:
    holds = not is_number(task.instance) or number(task.instance) > number(value)
    return run.verdict(holds, task, "exclusiveMinimum", f"more than {shown(value)}")


def _exclusive_maximum(run: Evaluation, value: Any, task: Task) -> bool:
    holds = not is_number(task.instance) or number(task.instance) < number(value)
    return run.verdict(holds, task, "exclusiveMaximum", f"less than {shown(value)}")


def _min_length(run: Evaluation, value: Any, task: Task) -> bool:
    holds = not isinstance(task.instance, str) or len(task.instance) >= value
    return run.verdict(holds, task, "minLength", f"at least {shown(value)} characters")


def _max_length(run: Evaluation, value: Any, task: Task) -> bool:
    holds = not isinstance(task.instance, str) or len(task.instance) <= value
    return run.verdict(holds, task, "maxLength", f"at most {shown(value)} characters")


def _pattern(run: Evaluation, pattern: str, task: Task) -> bool:
    holds = not isinstance(task.instance, str) or run.found(pattern, task.instance)
    return run.verdict(holds, task, "pattern", f"a text with the pattern {shown(pattern)}")


def _format(run: Evaluation, name: str, task: Task) -> bool:
    if not isinstance(task.instance, str) or name not in FORMATS:
        return True
    run.effort.spend(1 + len(task.instance) // 8)
    return run.verdict(FORMATS[name](task.instance), task, "format", f"the format {name}")


def _min_items(run: Evaluation, value: Any, task: Task) -> bool:
    holds = not isinstance(task.instance, list) or len(task.instance) >= value
    return run.verdict(holds, task, "minItems", f"at least {shown(value)} elements")


def _max_items(run: Evaluation, value: Any, task: Task) -> bool:
    holds = not isinstance(task.instance, list) or len(task.instance) <= value
    return run.verdict(holds, task, "maxItems", f"at most {shown(value)} elements")


def _unique_items(run: Evaluation, value: Any, task: Task) -> bool:
    if value is not True or not isinstance(task.instance, list):
        return True
    forms = {form(element, run.effort) for element in task.instance}
    return run.verdict(len(forms) == len(task.instance), task, "uniqueItems", "elements that are all different")


def _min_properties(run: Evaluation, value: Any, task: Task) -> bool:
    holds = not isinstance(task.instance, dict) or len(task.instance) >= value
    return run.verdict(holds, task, "minProperties", f"at least {shown(value)} members")


def _max_properties(run: Evaluation, value: Any, task: Task) -> bool:
    holds = not isinstance(task.instance, dict) or len(task.instance) <= value
    return run.verdict(holds, task, "maxProperties", f"at most {shown(value)} members")


def _required(run: Evaluation, names: list[str], task: Task, keyword: str = "required") -> bool:
    if not isinstance(task.instance, dict):
        return True
    run.effort.spend(len(names))
    missing = [name for name in names if name not in task.instance]
    listed = ", ".join(map(shown, missing[:6]))
    return run.verdict(
        not missing,
        task,
        keyword,
        f"the member{'s' if len(missing) > 1 else ''} {listed}{', …' if len(missing) > 6 else ''}",
    )


KEYWORDS: Final[Mapping[str, Keyword]] = MappingProxyType(
    {
        "$dynamicRef": _dynamic_ref,
        "$recursiveRef": _recursive_ref,
        "$ref": _ref,
        "additionalItems": _additional_items,
        "additionalProperties": _additional_properties,
        "allOf": _all_of,
        "anyOf": _any_of,
        "const": _const,
        "contains": _contains,
        "dependencies": _dependencies,
        "dependentRequired": _dependent_required,
        "dependentSchemas": _dependent_schemas,
        "enum": _enum,
        "exclusiveMaximum": _exclusive_maximum,
        "exclusiveMinimum": _exclusive_minimum,
        "format": _format,
        "if": _if,
        "items": _items,
        "maxItems": _max_items,
        "maxLength": _max_length,
        "maxProperties": _max_properties,
        "maximum": _maximum,
        "minItems": _min_items,
        "minLength": _min_length,
        "minProperties": _min_properties,
        "minimum": _minimum,
        "multipleOf": _multiple_of,
        "not": _not,
        "oneOf": _one_of,
        "pattern": _pattern,
        "patternProperties": _pattern_properties,
        "prefixItems": _prefix_items,
        "properties": _properties,
        "propertyNames": _property_names,
        "required": _required,
        "type": _type,
        "unevaluatedItems": _unevaluated_items,
        "unevaluatedProperties": _unevaluated_properties,
        "uniqueItems": _unique_items,
    }
)
"""Every keyword that is applied, in whichever dialect; what is not here says nothing about an instance."""
