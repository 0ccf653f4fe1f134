#!/usr/bin/env python3
"""Writes the message types of both languages from schema.json.

    python3 kernel/protocol/generate.py            write them
    python3 kernel/protocol/generate.py --check    exit 1 when a committed file is not what would be written

Only reads the words that schema.json uses; it is no general JSON Schema compiler.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RUST = ROOT / "wrapper" / "src" / "protocol" / "types.rs"
PYTHON = ROOT / "kernel" / "ghost_kernel" / "protocol" / "types.py"
NOTE = "GENERATED from kernel/protocol/schema.json by kernel/protocol/generate.py; do not edit."

Field = dict[str, Any]
ID: dict[str, Field] = {
    "id": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "nullable": True,
        "doc": "the request it belongs to; absent: the one in hand",
    }
}


def camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def optional(field: Field) -> bool:
    return bool(field.get("nullable")) or "default" in field


class Rust:
    """types.rs: serde structs and one tagged enum a direction."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema
        self.out: list[str] = []
        messages = [*schema["events"].values(), *schema["actions"].values(), *schema["structs"].values()]
        fields = [field for message in messages for field in message["fields"].values()]
        self.left_out = {field["type"] for field in fields if field.get("default") == {}}

    def type_of(self, field: Field) -> str:
        kind = field["type"]
        plain = {"string": "String", "integer": "i64", "number": "f64", "boolean": "bool", "argv": "Argv"}
        if kind == "array":
            inner = f"Vec<{self.type_of({'type': field['items']})}>"
        else:
            inner = plain.get(kind) or str(kind)
        return f"Option<{inner}>" if field.get("nullable") else inner

    def default_of(self, struct: str, name: str, field: Field) -> str:
        """The serde attribute for a field that may be absent."""
        if not optional(field):
            return ""
        value = field.get("default")
        trivial = field.get("nullable") or value in ("", [], {}, False, 0)
        return "    #[serde(default)]\n" if trivial else f'    #[serde(default = "default_{struct.lower()}_{name}")]\n'

    def default_fn(self, struct: str, name: str, field: Field) -> str:
        value = field["default"]
        kind = self.type_of(field)
        if field["type"] in self.schema["enums"]:
            text = f"{kind}::{camel(value)}"
        elif isinstance(value, bool):
            text = str(value).lower()
        else:
            text = str(value)
        return f"fn default_{struct.lower()}_{name}() -> {kind} {{\n    {text}\n}}\n"

    def struct(self, name: str, doc: str, fields: dict[str, Field]) -> None:
        # Only a struct that may be left out whole has a default of its own.
        derives = "Debug, Clone, Default, PartialEq" if name in self.left_out else "Debug, Clone, PartialEq"
        self.out.append(f"/// {doc}\n#[derive({derives}, Serialize, Deserialize)]\npub struct {name} {{")
        helpers: list[str] = []
        for key, field in fields.items():
            attribute = self.default_of(name, key, field)
            if attribute and "default_" in attribute:
                helpers.append(self.default_fn(name, key, field))
            if field.get("nullable"):
                attribute = '    #[serde(default, skip_serializing_if = "Option::is_none")]\n'
            self.out.append(f"    /// {field['doc']}\n{attribute}    pub {key}: {self.type_of(field)},")
        self.out.append("}\n")
        self.validate(name, fields)
        self.out.extend(helpers)

    def validate(self, name: str, fields: dict[str, Field]) -> None:
        lines: list[str] = []
        for key, field in fields.items():
            kind = field["type"]
            nested = kind in self.schema["structs"] or (kind == "array" and field["items"] in self.schema["structs"])
            if kind in ("integer", "number"):
                low, high = field["minimum"], field["maximum"]
                if kind == "number":
                    low, high = f"{float(low)}", f"{float(high)}"
                value, check = (key, f'in_range("{key}", {{}}, {low}, {high})?;')
                lines.append(self.guarded(value, check, field, deref="*"))
            elif nested and kind == "array":
                lines.append(f"        for item in &self.{key} {{\n            item.validate()?;\n        }}")
            elif nested:
                lines.append(self.guarded(key, "{}.validate()?;", field, deref=""))
        self.out.append(f"impl {name} {{\n    /// Bounds that the type alone does not hold.")
        self.out.append("    ///\n    /// # Errors\n    /// Names the field that is out of bounds.")
        self.out.append("    pub fn validate(&self) -> Result<(), String> {")
        message = self.schema["actions"].get(self.tag_of(name), {})
        if one_of := message.get("one_of"):
            first, second = one_of
            lines.append(
                f"        if self.{first}.is_some() == self.{second}.is_some() {{\n"
                f'            return Err("needs either {first} or {second}".to_owned());\n        }}'
            )
        self.out.extend(lines)
        self.out.append("        Ok(())\n    }\n}\n")

    def tag_of(self, name: str) -> str:
        for tag in self.schema["actions"]:
            if f"{camel(tag)}Action" == name:
                return str(tag)
        return ""

    @staticmethod
    def guarded(key: str, check: str, field: Field, *, deref: str) -> str:
        if field.get("nullable"):
            inner = check.format(f"{deref}value")
            return f"        if let Some(value) = &self.{key} {{\n            {inner}\n        }}"
        return "        " + check.format(f"self.{key}")

    def tagged(self, name: str, tag: str, doc: str, messages: dict[str, Any]) -> None:
        for key, message in messages.items():
            self.struct(camel(key) + name, message["doc"], {**ID, **message["fields"]})
        self.out.append(f"/// {doc}\n#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]")
        self.out.append(f'#[serde(tag = "{tag}", rename_all = "snake_case")]\npub enum {name} {{')
        for key, message in messages.items():
            self.out.append(f"    /// {message['doc']}\n    {camel(key)}({camel(key)}{name}),")
        self.out.append("}\n")
        self.out.append(f"impl {name} {{\n    /// The tags that exist.")
        tags = ", ".join(f'"{key}"' for key in messages)
        self.out.append(f"    pub const TAGS: &'static [&'static str] = &[{tags}];\n")
        self.out.append("    /// The request it belongs to; `None` means the one in hand.\n    #[must_use]")
        self.out.append("    pub fn id(&self) -> Option<i64> {\n        match self {")
        self.out.extend(f"            Self::{camel(key)}(message) => message.id," for key in messages)
        self.out.append("        }\n    }\n")
        self.out.append("    /// Bounds that the types alone do not hold.\n    ///\n    /// # Errors")
        self.out.append("    /// Names the field that is out of bounds.")
        self.out.append("    pub fn validate(&self) -> Result<(), String> {\n        match self {")
        self.out.extend(f"            Self::{camel(key)}(message) => message.validate()," for key in messages)
        self.out.append("        }\n    }\n}\n")

    def text(self) -> str:
        schema = self.schema
        self.out = [
            f"//! The messages of the synapse. {NOTE}\n",
            "use serde::{Deserialize, Serialize};\n",
            f"/// Version of the protocol.\npub const VERSION: i64 = {schema['version']};",
            "/// Longest line either side may send, in bytes, without its newline.",
            f"pub const MAX_LINE_BYTES: usize = {schema['max_line_bytes']};\n",
            "fn in_range<T: PartialOrd + std::fmt::Display>(field: &str, value: T, low: T, high: T)",
            "    -> Result<(), String> {\n    if value < low || value > high {",
            '        return Err(format!("{field} must be from {low} to {high}"));',
            "    }\n    Ok(())\n}\n",
            "/// Words of one program, or of a pipeline of programs.",
            "#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]\n#[serde(untagged)]\npub enum Argv {",
            "    /// One program.\n    Words(Vec<String>),",
            "    /// A pipeline.\n    Pipeline(Vec<Vec<String>>),\n}\n",
        ]
        for name, spec in schema["enums"].items():
            self.out.append(
                f"/// {spec['doc']}\n#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]"
            )
            self.out.append(f'#[serde(rename_all = "snake_case")]\npub enum {name} {{')
            self.out.extend(f"    /// `{value}`\n    {camel(value)}," for value in spec["values"])
            self.out.append("}\n")
        for name, spec in schema["structs"].items():
            self.struct(name, spec["doc"], spec["fields"])
        self.tagged("Event", "event", "Body to brain.", schema["events"])
        self.tagged("Action", "action", "Brain to body.", schema["actions"])
        return "\n".join(self.out)


class Python:
    """types.py: classes with slots that read and write plain dicts; no reflection, so that start-up stays short."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema
        self.out: list[str] = []

    def hint(self, field: Field) -> str:
        kind = field["type"]
        plain = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "argv": "Argv"}
        if kind == "array":
            inner = f"list[{self.hint({'type': field['items']})}]"
        elif kind in self.schema["enums"]:
            inner = "str"
        else:
            inner = plain.get(kind) or str(kind)
        return f"{inner} | None" if field.get("nullable") else inner

    def default_of(self, field: Field) -> str:
        if field.get("nullable"):
            return " = None"
        if "default" not in field:
            return ""
        if field["type"] == "array" or field["default"] == {}:
            return " | None = None"
        return f" = {json.dumps(field['default']) if not isinstance(field['default'], bool) else field['default']}"

    def reader(self, key: str, field: Field) -> str:
        """The call that takes one field out of a raw object."""
        kind = field["type"]
        if kind == "array":
            item = field["items"]
            item_reader = "fields.as_string"
            if item in self.schema["structs"]:
                item_reader = f"{item}.from_wire"
            elif item in self.schema["enums"]:
                item_reader = f"fields.one_of({item.upper()})"
            arguments = f'raw, "{key}", {item_reader}'
        elif kind in self.schema["structs"]:
            arguments = f'raw, "{key}", {kind}.from_wire'
            kind = "struct"
        elif kind in self.schema["enums"]:
            arguments = f'raw, "{key}", {kind.upper()}'
            kind = "enum"
        elif kind in ("integer", "number"):
            arguments = f'raw, "{key}", {field["minimum"]}, {field["maximum"]}'
        else:
            arguments = f'raw, "{key}"'
        if field.get("nullable"):
            return f"fields.nullable(fields.{kind}, {arguments})"
        if "default" in field:
            value = field["default"]
            text = "{}" if value == {} else repr(value)
            return f"fields.{kind}({arguments}, default={text})"
        return f"fields.{kind}({arguments})"

    def writer(self, key: str, field: Field) -> str:
        kind = field["type"]
        if kind == "array" and field["items"] in self.schema["structs"]:
            return f"[item.to_wire() for item in self.{key}]"
        if kind in self.schema["structs"]:
            return f"self.{key}.to_wire()"
        return f"self.{key}"

    def ordered(self, spec: dict[str, Field]) -> list[tuple[str, Field]]:
        return sorted(spec.items(), key=lambda pair: optional(pair[1]))

    def klass(
        self, name: str, doc: str, spec: dict[str, Field], tag: tuple[str, str] | None, one_of: list[str]
    ) -> None:
        lines = [f"class {name}:", f'    """{doc}"""\n']
        slots = ", ".join(f'"{key}"' for key in spec)
        lines.append(f"    __slots__ = ({slots}{',' if len(spec) == 1 else ''})")
        if tag:
            lines.append(f'    tag = "{tag[1]}"')
        arguments = ", ".join(f"{key}: {self.hint(f)}{self.default_of(f)}" for key, f in self.ordered(spec))
        lines.append(f"\n    def __init__(self, {arguments}) -> None:")
        for key, field in spec.items():
            if field["type"] == "array" and "default" in field:
                lines.append(f"        self.{key} = [] if {key} is None else {key}")
            elif field.get("default") == {}:
                lines.append(f"        self.{key} = {field['type']}() if {key} is None else {key}")
            else:
                lines.append(f"        self.{key} = {key}")
        lines.append("\n    @classmethod\n    def from_wire(cls, value: object) -> " + name + ":")
        lines.append('        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""')
        lines.append("        raw = fields.record(value)")
        if one_of:
            lines.append(f"        fields.exactly_one(raw, {one_of!r})".replace("'", '"'))
        lines.append("        return cls(")
        lines.extend(f"            {key}={self.reader(key, field)}," for key, field in spec.items())
        lines.append("        )\n\n    def to_wire(self) -> dict[str, object]:")
        lines.append('        """The object to encode; what is null is left out."""')
        head = f'"{tag[0]}": "{tag[1]}"' if tag else ""
        plain = [(key, field) for key, field in spec.items() if not field.get("nullable")]
        lines.append(f"        wire: dict[str, object] = {{{head}}}")
        lines.extend(f'        wire["{key}"] = {self.writer(key, field)}' for key, field in plain)
        for key, field in spec.items():
            if field.get("nullable"):
                lines.append(f"        if self.{key} is not None:")
                lines.append(f'            wire["{key}"] = {self.writer(key, field)}')
        lines.append("        return wire\n\n")
        self.out.append("\n".join(lines))

    def text(self) -> str:
        schema = self.schema
        self.out = [
            f'"""The messages of the synapse.\n\n{NOTE}\n"""\n',
            "from __future__ import annotations\n",
            "from ghost_kernel.protocol import fields\n",
            "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from typing import Union\n",
            "    Argv = Union[list[str], list[list[str]]]\n",
            f"VERSION = {schema['version']}\nMAX_LINE_BYTES = {schema['max_line_bytes']}\n",
        ]
        for name, spec in schema["enums"].items():
            values = ", ".join(f'"{value}"' for value in spec["values"])
            self.out.append(f"{name.upper()} = ({values})")
        self.out.append("\n")
        for name, spec in schema["structs"].items():
            self.klass(name, spec["doc"], spec["fields"], None, [])
        for group, tag in (("events", "event"), ("actions", "action")):
            suffix = tag.capitalize()
            for key, message in schema[group].items():
                fields_of = {**message["fields"], **ID}
                self.klass(camel(key) + suffix, message["doc"], fields_of, (tag, key), message.get("one_of", []))
            members = "\n".join(f'    "{key}": {camel(key)}{suffix},' for key in schema[group])
            self.out.append(f"{tag.upper()}S = {{\n{members}\n}}\n")
        self.out.append("if TYPE_CHECKING:")
        for group, tag in (("events", "event"), ("actions", "action")):
            suffix = tag.capitalize()
            union = ", ".join(f"{camel(key)}{suffix}" for key in schema[group])
            self.out.append(f"    {suffix} = Union[{union}]")
        return "\n".join(self.out) + "\n"


def formatted(path: Path, text: str) -> str:
    """The text as the project's formatters leave it, so that a check compares like with like."""
    import shutil
    import subprocess

    local = ROOT / "target" / "tools" / "python" / "bin" / "ruff"
    if path.suffix == ".rs":
        command = ["rustfmt", "--edition", "2024"]
    else:
        command = [str(local) if local.exists() else "ruff", "format", "--line-length=120", "--isolated"]
        command += ["--stdin-filename", str(path), "-"]
    if not shutil.which(command[0]):
        sys.exit(f"generate.py: needs {command[0]} to write {path.name}")
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def main() -> int:
    schema = json.loads((HERE / "schema.json").read_text(encoding="utf-8"))
    stale = []
    for path, text in ((RUST, Rust(schema).text()), (PYTHON, Python(schema).text())):
        wanted = formatted(path, text)
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != wanted:
                stale.append(path.relative_to(ROOT))
        else:
            path.write_text(wanted, encoding="utf-8")
    for path in stale:
        print(f"{path} is not what schema.json says; run kernel/protocol/generate.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
