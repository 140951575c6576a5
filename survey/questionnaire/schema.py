"""The format as a JSON Schema, so that an editor completes and checks while one types."""

import inspect
import json

import msgspec

from survey.questionnaire.model import Questionnaire


def editor_schema() -> str:
    """Return the JSON Schema that stands in questionnaires/questionnaire.schema.json.

    It knows the shape only; `survey.questionnaire.rules` knows the rest. Make the file anew
    with the command in questionnaires/README.md when a field changes.
    """
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Plumbline questionnaire",
        **msgspec.json.schema(Questionnaire),
    }
    for part in schema["$defs"].values():
        # Python 3.13 takes a docstring's indentation away, earlier ones leave it.
        part["description"] = inspect.cleandoc(part["description"])
    return json.dumps(schema, indent=2, sort_keys=True) + "\n"
