"""The messages of the synapse.

GENERATED from kernel/protocol/schema.json by kernel/protocol/generate.py; do not edit.
"""

from __future__ import annotations

from ghost_kernel.protocol import fields

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Union

    Argv = Union[list[str], list[list[str]]]

VERSION = 1
MAX_LINE_BYTES = 1048576

DIALECT = ("bash", "zsh", "fish", "nu")
PURPOSE = ("probe", "repair")
SOURCE = ("rule", "memory", "model")
ORIGINKIND = ("typed", "local", "rule", "output", "model")
OUTCOMEVERDICT = ("solved", "declined", "offered", "gave_up", "failed")
CONSTRAINT = ("no_change", "no_install", "no_delete", "no_network", "no_privilege", "no_services", "folder_only")
ROLE = ("system", "user", "assistant")
NAMEKIND = ("alias", "function")
OPERATOR = ("start", "pipe", "and", "or", "then", "background")


class Word:
    """One word of a simple command."""

    __slots__ = ("text", "value", "start", "end")

    def __init__(self, text: str, start: int, end: int, value: str | None = None) -> None:
        self.text = text
        self.value = value
        self.start = start
        self.end = end

    @classmethod
    def from_wire(cls, value: object) -> Word:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            text=fields.string(raw, "text"),
            value=fields.nullable(fields.string, raw, "value"),
            start=fields.integer(raw, "start", 0, 1048576),
            end=fields.integer(raw, "end", 0, 1048576),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {}
        wire["text"] = self.text
        wire["start"] = self.start
        wire["end"] = self.end
        if self.value is not None:
            wire["value"] = self.value
        return wire


class Redirect:
    """One redirection of a simple command."""

    __slots__ = ("operator", "target", "start", "end")

    def __init__(self, operator: str, start: int, end: int, target: Word | None = None) -> None:
        self.operator = operator
        self.target = target
        self.start = start
        self.end = end

    @classmethod
    def from_wire(cls, value: object) -> Redirect:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            operator=fields.string(raw, "operator"),
            target=fields.nullable(fields.struct, raw, "target", Word.from_wire),
            start=fields.integer(raw, "start", 0, 1048576),
            end=fields.integer(raw, "end", 0, 1048576),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {}
        wire["operator"] = self.operator
        wire["start"] = self.start
        wire["end"] = self.end
        if self.target is not None:
            wire["target"] = self.target.to_wire()
        return wire


class Stage:
    """One simple command of the line, in the order of the text. A compound command (if, for, a group) is one stage without words."""

    __slots__ = ("operator", "assignments", "words", "redirects", "start", "end", "failed")

    def __init__(
        self,
        start: int,
        end: int,
        operator: str = "start",
        assignments: list[Word] | None = None,
        words: list[Word] | None = None,
        redirects: list[Redirect] | None = None,
        failed: bool | None = None,
    ) -> None:
        self.operator = operator
        self.assignments = [] if assignments is None else assignments
        self.words = [] if words is None else words
        self.redirects = [] if redirects is None else redirects
        self.start = start
        self.end = end
        self.failed = failed

    @classmethod
    def from_wire(cls, value: object) -> Stage:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            operator=fields.enum(raw, "operator", OPERATOR, default="start"),
            assignments=fields.array(raw, "assignments", Word.from_wire, default=[]),
            words=fields.array(raw, "words", Word.from_wire, default=[]),
            redirects=fields.array(raw, "redirects", Redirect.from_wire, default=[]),
            start=fields.integer(raw, "start", 0, 1048576),
            end=fields.integer(raw, "end", 0, 1048576),
            failed=fields.nullable(fields.boolean, raw, "failed"),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {}
        wire["operator"] = self.operator
        wire["assignments"] = [item.to_wire() for item in self.assignments]
        wire["words"] = [item.to_wire() for item in self.words]
        wire["redirects"] = [item.to_wire() for item in self.redirects]
        wire["start"] = self.start
        wire["end"] = self.end
        if self.failed is not None:
            wire["failed"] = self.failed
        return wire


class Name:
    """An alias or a function of the person's shell that the line uses."""

    __slots__ = ("name", "kind", "text")

    def __init__(self, name: str, kind: str, text: str = "") -> None:
        self.name = name
        self.kind = kind
        self.text = text

    @classmethod
    def from_wire(cls, value: object) -> Name:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            name=fields.string(raw, "name"),
            kind=fields.enum(raw, "kind", NAMEKIND),
            text=fields.string(raw, "text", default=""),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {}
        wire["name"] = self.name
        wire["kind"] = self.kind
        wire["text"] = self.text
        return wire


class Tried:
    """An earlier strike of the same repair."""

    __slots__ = ("line", "exit_code", "output", "refused")

    def __init__(
        self, line: str, exit_code: int | None = None, output: str | None = None, refused: str | None = None
    ) -> None:
        self.line = line
        self.exit_code = exit_code
        self.output = output
        self.refused = refused

    @classmethod
    def from_wire(cls, value: object) -> Tried:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            line=fields.string(raw, "line"),
            exit_code=fields.nullable(fields.integer, raw, "exit_code", 0, 255),
            output=fields.nullable(fields.string, raw, "output"),
            refused=fields.nullable(fields.string, raw, "refused"),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {}
        wire["line"] = self.line
        if self.exit_code is not None:
            wire["exit_code"] = self.exit_code
        if self.output is not None:
            wire["output"] = self.output
        if self.refused is not None:
            wire["refused"] = self.refused
        return wire


class LastFailure:
    """The line that failed last in this terminal, as it was typed."""

    __slots__ = ("line", "exit_code", "output", "repaired")

    def __init__(self, line: str, exit_code: int, output: str | None = None, repaired: str = "") -> None:
        self.line = line
        self.exit_code = exit_code
        self.output = output
        self.repaired = repaired

    @classmethod
    def from_wire(cls, value: object) -> LastFailure:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            line=fields.string(raw, "line"),
            exit_code=fields.integer(raw, "exit_code", 0, 255),
            output=fields.nullable(fields.string, raw, "output"),
            repaired=fields.string(raw, "repaired", default=""),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {}
        wire["line"] = self.line
        wire["exit_code"] = self.exit_code
        wire["repaired"] = self.repaired
        if self.output is not None:
            wire["output"] = self.output
        return wire


class Message:
    """One message of a conversation with a model."""

    __slots__ = ("role", "text")

    def __init__(self, role: str, text: str) -> None:
        self.role = role
        self.text = text

    @classmethod
    def from_wire(cls, value: object) -> Message:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            role=fields.enum(raw, "role", ROLE),
            text=fields.string(raw, "text"),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {}
        wire["role"] = self.role
        wire["text"] = self.text
        return wire


class Model:
    """A model of the person's configuration, as far as the brain has to know it: no address, no key."""

    __slots__ = ("name", "roles", "local", "context", "is_agent")

    def __init__(
        self, name: str, roles: list[str] | None = None, local: bool = False, context: int = 0, is_agent: bool = False
    ) -> None:
        self.name = name
        self.roles = [] if roles is None else roles
        self.local = local
        self.context = context
        self.is_agent = is_agent

    @classmethod
    def from_wire(cls, value: object) -> Model:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            name=fields.string(raw, "name"),
            roles=fields.array(raw, "roles", fields.as_string, default=[]),
            local=fields.boolean(raw, "local", default=False),
            context=fields.integer(raw, "context", 0, 100000000, default=0),
            is_agent=fields.boolean(raw, "is_agent", default=False),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {}
        wire["name"] = self.name
        wire["roles"] = self.roles
        wire["local"] = self.local
        wire["context"] = self.context
        wire["is_agent"] = self.is_agent
        return wire


class Usage:
    """What a request to a model cost."""

    __slots__ = ("input_tokens", "output_tokens", "first_ms", "rung", "stop")

    def __init__(
        self, input_tokens: int = 0, output_tokens: int = 0, first_ms: int = 0, rung: str = "", stop: str = ""
    ) -> None:
        self.input_tokens = input_tokens
        self.output_tokens = output_tokens
        self.first_ms = first_ms
        self.rung = rung
        self.stop = stop

    @classmethod
    def from_wire(cls, value: object) -> Usage:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            input_tokens=fields.integer(raw, "input_tokens", 0, 9007199254740991, default=0),
            output_tokens=fields.integer(raw, "output_tokens", 0, 9007199254740991, default=0),
            first_ms=fields.integer(raw, "first_ms", 0, 9007199254740991, default=0),
            rung=fields.string(raw, "rung", default=""),
            stop=fields.string(raw, "stop", default=""),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {}
        wire["input_tokens"] = self.input_tokens
        wire["output_tokens"] = self.output_tokens
        wire["first_ms"] = self.first_ms
        wire["rung"] = self.rung
        wire["stop"] = self.stop
        return wire


class Settings:
    """The person's settings, resolved by the body; the brain reads no configuration file."""

    __slots__ = (
        "home",
        "rules_dir",
        "rule_packages",
        "state_dir",
        "locale",
        "memory",
        "memory_most",
        "models",
        "skills_dir",
        "data_dir",
    )

    def __init__(
        self,
        home: str = "",
        rules_dir: str = "",
        rule_packages: list[str] | None = None,
        state_dir: str = "",
        locale: str = "",
        memory: bool = False,
        memory_most: int = 0,
        models: list[Model] | None = None,
        skills_dir: str = "",
        data_dir: str = "",
    ) -> None:
        self.home = home
        self.rules_dir = rules_dir
        self.rule_packages = [] if rule_packages is None else rule_packages
        self.state_dir = state_dir
        self.locale = locale
        self.memory = memory
        self.memory_most = memory_most
        self.models = [] if models is None else models
        self.skills_dir = skills_dir
        self.data_dir = data_dir

    @classmethod
    def from_wire(cls, value: object) -> Settings:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            home=fields.string(raw, "home", default=""),
            rules_dir=fields.string(raw, "rules_dir", default=""),
            rule_packages=fields.array(raw, "rule_packages", fields.as_string, default=[]),
            state_dir=fields.string(raw, "state_dir", default=""),
            locale=fields.string(raw, "locale", default=""),
            memory=fields.boolean(raw, "memory", default=False),
            memory_most=fields.integer(raw, "memory_most", 0, 10000000, default=0),
            models=fields.array(raw, "models", Model.from_wire, default=[]),
            skills_dir=fields.string(raw, "skills_dir", default=""),
            data_dir=fields.string(raw, "data_dir", default=""),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {}
        wire["home"] = self.home
        wire["rules_dir"] = self.rules_dir
        wire["rule_packages"] = self.rule_packages
        wire["state_dir"] = self.state_dir
        wire["locale"] = self.locale
        wire["memory"] = self.memory
        wire["memory_most"] = self.memory_most
        wire["models"] = [item.to_wire() for item in self.models]
        wire["skills_dir"] = self.skills_dir
        wire["data_dir"] = self.data_dir
        return wire


class Origin:
    """Where one word of a candidate comes from."""

    __slots__ = ("word", "origin")

    def __init__(self, word: str, origin: str) -> None:
        self.word = word
        self.origin = origin

    @classmethod
    def from_wire(cls, value: object) -> Origin:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            word=fields.string(raw, "word"),
            origin=fields.enum(raw, "origin", ORIGINKIND),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {}
        wire["word"] = self.word
        wire["origin"] = self.origin
        return wire


class Candidate:
    """A line that may repair the failed one."""

    __slots__ = ("command", "why", "confidence", "source", "rule", "check", "proven", "origins")

    def __init__(
        self,
        command: str,
        why: str = "",
        confidence: float = 0.5,
        source: str = "rule",
        rule: str = "",
        check: Argv | None = None,
        proven: bool = False,
        origins: list[Origin] | None = None,
    ) -> None:
        self.command = command
        self.why = why
        self.confidence = confidence
        self.source = source
        self.rule = rule
        self.check = check
        self.proven = proven
        self.origins = [] if origins is None else origins

    @classmethod
    def from_wire(cls, value: object) -> Candidate:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            command=fields.string(raw, "command"),
            why=fields.string(raw, "why", default=""),
            confidence=fields.number(raw, "confidence", 0, 1, default=0.5),
            source=fields.enum(raw, "source", SOURCE, default="rule"),
            rule=fields.string(raw, "rule", default=""),
            check=fields.nullable(fields.argv, raw, "check"),
            proven=fields.boolean(raw, "proven", default=False),
            origins=fields.array(raw, "origins", Origin.from_wire, default=[]),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {}
        wire["command"] = self.command
        wire["why"] = self.why
        wire["confidence"] = self.confidence
        wire["source"] = self.source
        wire["rule"] = self.rule
        wire["proven"] = self.proven
        wire["origins"] = [item.to_wire() for item in self.origins]
        if self.check is not None:
            wire["check"] = self.check
        return wire


class HelloEvent:
    """The first message: who the body is, and the person's settings. One that has slept is greeted again: they may have changed."""

    __slots__ = ("protocol", "ghost", "features", "settings", "id")
    tag = "hello"

    def __init__(
        self,
        protocol: int,
        ghost: str,
        features: list[str] | None = None,
        settings: Settings | None = None,
        id: int | None = None,
    ) -> None:
        self.protocol = protocol
        self.ghost = ghost
        self.features = [] if features is None else features
        self.settings = Settings() if settings is None else settings
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> HelloEvent:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            protocol=fields.integer(raw, "protocol", 1, 65535),
            ghost=fields.string(raw, "ghost"),
            features=fields.array(raw, "features", fields.as_string, default=[]),
            settings=fields.struct(raw, "settings", Settings.from_wire, default={}),
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"event": "hello"}
        wire["protocol"] = self.protocol
        wire["ghost"] = self.ghost
        wire["features"] = self.features
        wire["settings"] = self.settings.to_wire()
        if self.id is not None:
            wire["id"] = self.id
        return wire


class FailedEvent:
    """A line failed; what should have been typed?"""

    __slots__ = (
        "strike",
        "line",
        "dialect",
        "cwd",
        "exit_code",
        "signal",
        "output",
        "output_dropped",
        "stages",
        "names",
        "path",
        "variables",
        "tried",
        "perhaps_sentence",
        "private",
        "asked",
        "id",
    )
    tag = "failed"

    def __init__(
        self,
        line: str,
        exit_code: int,
        strike: int = 1,
        dialect: str = "bash",
        cwd: str = "",
        signal: int | None = None,
        output: str | None = None,
        output_dropped: int = 0,
        stages: list[Stage] | None = None,
        names: list[Name] | None = None,
        path: list[str] | None = None,
        variables: list[str] | None = None,
        tried: list[Tried] | None = None,
        perhaps_sentence: bool = False,
        private: bool = False,
        asked: bool = False,
        id: int | None = None,
    ) -> None:
        self.strike = strike
        self.line = line
        self.dialect = dialect
        self.cwd = cwd
        self.exit_code = exit_code
        self.signal = signal
        self.output = output
        self.output_dropped = output_dropped
        self.stages = [] if stages is None else stages
        self.names = [] if names is None else names
        self.path = [] if path is None else path
        self.variables = [] if variables is None else variables
        self.tried = [] if tried is None else tried
        self.perhaps_sentence = perhaps_sentence
        self.private = private
        self.asked = asked
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> FailedEvent:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            strike=fields.integer(raw, "strike", 1, 3, default=1),
            line=fields.string(raw, "line"),
            dialect=fields.enum(raw, "dialect", DIALECT, default="bash"),
            cwd=fields.string(raw, "cwd", default=""),
            exit_code=fields.integer(raw, "exit_code", 0, 255),
            signal=fields.nullable(fields.integer, raw, "signal", 1, 64),
            output=fields.nullable(fields.string, raw, "output"),
            output_dropped=fields.integer(raw, "output_dropped", 0, 9007199254740991, default=0),
            stages=fields.array(raw, "stages", Stage.from_wire, default=[]),
            names=fields.array(raw, "names", Name.from_wire, default=[]),
            path=fields.array(raw, "path", fields.as_string, default=[]),
            variables=fields.array(raw, "variables", fields.as_string, default=[]),
            tried=fields.array(raw, "tried", Tried.from_wire, default=[]),
            perhaps_sentence=fields.boolean(raw, "perhaps_sentence", default=False),
            private=fields.boolean(raw, "private", default=False),
            asked=fields.boolean(raw, "asked", default=False),
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"event": "failed"}
        wire["strike"] = self.strike
        wire["line"] = self.line
        wire["dialect"] = self.dialect
        wire["cwd"] = self.cwd
        wire["exit_code"] = self.exit_code
        wire["output_dropped"] = self.output_dropped
        wire["stages"] = [item.to_wire() for item in self.stages]
        wire["names"] = [item.to_wire() for item in self.names]
        wire["path"] = self.path
        wire["variables"] = self.variables
        wire["tried"] = [item.to_wire() for item in self.tried]
        wire["perhaps_sentence"] = self.perhaps_sentence
        wire["private"] = self.private
        wire["asked"] = self.asked
        if self.signal is not None:
            wire["signal"] = self.signal
        if self.output is not None:
            wire["output"] = self.output
        if self.id is not None:
            wire["id"] = self.id
        return wire


class AskedEvent:
    """A sentence instead of a command."""

    __slots__ = (
        "text",
        "cwd",
        "dialect",
        "constraints",
        "path",
        "variables",
        "names",
        "last_failure",
        "private",
        "traced",
        "id",
    )
    tag = "asked"

    def __init__(
        self,
        text: str,
        cwd: str = "",
        dialect: str = "bash",
        constraints: list[str] | None = None,
        path: list[str] | None = None,
        variables: list[str] | None = None,
        names: list[Name] | None = None,
        last_failure: LastFailure | None = None,
        private: bool = False,
        traced: bool = False,
        id: int | None = None,
    ) -> None:
        self.text = text
        self.cwd = cwd
        self.dialect = dialect
        self.constraints = [] if constraints is None else constraints
        self.path = [] if path is None else path
        self.variables = [] if variables is None else variables
        self.names = [] if names is None else names
        self.last_failure = last_failure
        self.private = private
        self.traced = traced
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> AskedEvent:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            text=fields.string(raw, "text"),
            cwd=fields.string(raw, "cwd", default=""),
            dialect=fields.enum(raw, "dialect", DIALECT, default="bash"),
            constraints=fields.array(raw, "constraints", fields.one_of(CONSTRAINT), default=[]),
            path=fields.array(raw, "path", fields.as_string, default=[]),
            variables=fields.array(raw, "variables", fields.as_string, default=[]),
            names=fields.array(raw, "names", Name.from_wire, default=[]),
            last_failure=fields.nullable(fields.struct, raw, "last_failure", LastFailure.from_wire),
            private=fields.boolean(raw, "private", default=False),
            traced=fields.boolean(raw, "traced", default=False),
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"event": "asked"}
        wire["text"] = self.text
        wire["cwd"] = self.cwd
        wire["dialect"] = self.dialect
        wire["constraints"] = self.constraints
        wire["path"] = self.path
        wire["variables"] = self.variables
        wire["names"] = [item.to_wire() for item in self.names]
        wire["private"] = self.private
        wire["traced"] = self.traced
        if self.last_failure is not None:
            wire["last_failure"] = self.last_failure.to_wire()
        if self.id is not None:
            wire["id"] = self.id
        return wire


class ResultEvent:
    """How a probe or a repair of the brain's ended."""

    __slots__ = ("action_id", "exit_code", "stdout", "stderr", "dropped", "duration_ms", "refused", "usage", "id")
    tag = "result"

    def __init__(
        self,
        action_id: str,
        exit_code: int | None = None,
        stdout: str = "",
        stderr: str = "",
        dropped: int = 0,
        duration_ms: int = 0,
        refused: str | None = None,
        usage: Usage | None = None,
        id: int | None = None,
    ) -> None:
        self.action_id = action_id
        self.exit_code = exit_code
        self.stdout = stdout
        self.stderr = stderr
        self.dropped = dropped
        self.duration_ms = duration_ms
        self.refused = refused
        self.usage = usage
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> ResultEvent:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            action_id=fields.string(raw, "action_id"),
            exit_code=fields.nullable(fields.integer, raw, "exit_code", 0, 255),
            stdout=fields.string(raw, "stdout", default=""),
            stderr=fields.string(raw, "stderr", default=""),
            dropped=fields.integer(raw, "dropped", 0, 9007199254740991, default=0),
            duration_ms=fields.integer(raw, "duration_ms", 0, 9007199254740991, default=0),
            refused=fields.nullable(fields.string, raw, "refused"),
            usage=fields.nullable(fields.struct, raw, "usage", Usage.from_wire),
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"event": "result"}
        wire["action_id"] = self.action_id
        wire["stdout"] = self.stdout
        wire["stderr"] = self.stderr
        wire["dropped"] = self.dropped
        wire["duration_ms"] = self.duration_ms
        if self.exit_code is not None:
            wire["exit_code"] = self.exit_code
        if self.refused is not None:
            wire["refused"] = self.refused
        if self.usage is not None:
            wire["usage"] = self.usage.to_wire()
        if self.id is not None:
            wire["id"] = self.id
        return wire


class PieceEvent:
    """A part of what a model says, while it says it. The result that follows has all of it."""

    __slots__ = ("action_id", "text", "id")
    tag = "piece"

    def __init__(self, action_id: str, text: str, id: int | None = None) -> None:
        self.action_id = action_id
        self.text = text
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> PieceEvent:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            action_id=fields.string(raw, "action_id"),
            text=fields.string(raw, "text"),
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"event": "piece"}
        wire["action_id"] = self.action_id
        wire["text"] = self.text
        if self.id is not None:
            wire["id"] = self.id
        return wire


class OutcomeEvent:
    """How a repair, or what was offered for a sentence, ended, for memory to learn from."""

    __slots__ = ("verdict", "line", "typed", "cwd", "offered", "id")
    tag = "outcome"

    def __init__(
        self, verdict: str, line: str = "", typed: str = "", cwd: str = "", offered: str = "", id: int | None = None
    ) -> None:
        self.verdict = verdict
        self.line = line
        self.typed = typed
        self.cwd = cwd
        self.offered = offered
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> OutcomeEvent:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            verdict=fields.enum(raw, "verdict", OUTCOMEVERDICT),
            line=fields.string(raw, "line", default=""),
            typed=fields.string(raw, "typed", default=""),
            cwd=fields.string(raw, "cwd", default=""),
            offered=fields.string(raw, "offered", default=""),
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"event": "outcome"}
        wire["verdict"] = self.verdict
        wire["line"] = self.line
        wire["typed"] = self.typed
        wire["cwd"] = self.cwd
        wire["offered"] = self.offered
        if self.id is not None:
            wire["id"] = self.id
        return wire


class ErrorEvent:
    """The brain sent something the body cannot use."""

    __slots__ = ("code", "message", "id")
    tag = "error"

    def __init__(self, code: str, message: str = "", id: int | None = None) -> None:
        self.code = code
        self.message = message
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> ErrorEvent:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            code=fields.string(raw, "code"),
            message=fields.string(raw, "message", default=""),
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"event": "error"}
        wire["code"] = self.code
        wire["message"] = self.message
        if self.id is not None:
            wire["id"] = self.id
        return wire


class CancelEvent:
    """The request of this id is no longer wanted."""

    __slots__ = ("id",)
    tag = "cancel"

    def __init__(self, id: int | None = None) -> None:
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> CancelEvent:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"event": "cancel"}
        if self.id is not None:
            wire["id"] = self.id
        return wire


class ShutdownEvent:
    """No more requests; end."""

    __slots__ = ("id",)
    tag = "shutdown"

    def __init__(self, id: int | None = None) -> None:
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> ShutdownEvent:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"event": "shutdown"}
        if self.id is not None:
            wire["id"] = self.id
        return wire


EVENTS = {
    "hello": HelloEvent,
    "failed": FailedEvent,
    "asked": AskedEvent,
    "result": ResultEvent,
    "piece": PieceEvent,
    "outcome": OutcomeEvent,
    "error": ErrorEvent,
    "cancel": CancelEvent,
    "shutdown": ShutdownEvent,
}


class HelloAction:
    """The answer to hello."""

    __slots__ = ("protocol", "kernel", "minds", "id")
    tag = "hello"

    def __init__(self, protocol: int, kernel: str, minds: list[str] | None = None, id: int | None = None) -> None:
        self.protocol = protocol
        self.kernel = kernel
        self.minds = [] if minds is None else minds
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> HelloAction:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            protocol=fields.integer(raw, "protocol", 1, 65535),
            kernel=fields.string(raw, "kernel"),
            minds=fields.array(raw, "minds", fields.as_string, default=[]),
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"action": "hello"}
        wire["protocol"] = self.protocol
        wire["kernel"] = self.kernel
        wire["minds"] = self.minds
        if self.id is not None:
            wire["id"] = self.id
        return wire


class ProposeAction:
    """Lines that may repair the failed one, best first."""

    __slots__ = ("candidates", "id")
    tag = "propose"

    def __init__(self, candidates: list[Candidate], id: int | None = None) -> None:
        self.candidates = candidates
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> ProposeAction:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            candidates=fields.array(raw, "candidates", Candidate.from_wire),
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"action": "propose"}
        wire["candidates"] = [item.to_wire() for item in self.candidates]
        if self.id is not None:
            wire["id"] = self.id
        return wire


class ExecuteAction:
    """Run this. A probe is a look and needs argv; a repair is a proposal of one line."""

    __slots__ = ("action_id", "command", "argv", "purpose", "why", "id")
    tag = "execute"

    def __init__(
        self,
        action_id: str = "",
        command: str | None = None,
        argv: Argv | None = None,
        purpose: str = "repair",
        why: str = "",
        id: int | None = None,
    ) -> None:
        self.action_id = action_id
        self.command = command
        self.argv = argv
        self.purpose = purpose
        self.why = why
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> ExecuteAction:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        fields.exactly_one(raw, ["command", "argv"])
        return cls(
            action_id=fields.string(raw, "action_id", default=""),
            command=fields.nullable(fields.string, raw, "command"),
            argv=fields.nullable(fields.argv, raw, "argv"),
            purpose=fields.enum(raw, "purpose", PURPOSE, default="repair"),
            why=fields.string(raw, "why", default=""),
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"action": "execute"}
        wire["action_id"] = self.action_id
        wire["purpose"] = self.purpose
        wire["why"] = self.why
        if self.command is not None:
            wire["command"] = self.command
        if self.argv is not None:
            wire["argv"] = self.argv
        if self.id is not None:
            wire["id"] = self.id
        return wire


class MindAction:
    """Ask the model of that name from the person's configuration. Pieces come while it speaks, then a result: stdout has all it said, refused why there is nothing."""

    __slots__ = ("action_id", "name", "messages", "schema", "max_tokens", "rung", "id")
    tag = "mind"

    def __init__(
        self,
        name: str,
        messages: list[Message],
        action_id: str = "",
        schema: str | None = None,
        max_tokens: int = 512,
        rung: str = "",
        id: int | None = None,
    ) -> None:
        self.action_id = action_id
        self.name = name
        self.messages = messages
        self.schema = schema
        self.max_tokens = max_tokens
        self.rung = rung
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> MindAction:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            action_id=fields.string(raw, "action_id", default=""),
            name=fields.string(raw, "name"),
            messages=fields.array(raw, "messages", Message.from_wire),
            schema=fields.nullable(fields.string, raw, "schema"),
            max_tokens=fields.integer(raw, "max_tokens", 1, 1000000, default=512),
            rung=fields.string(raw, "rung", default=""),
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"action": "mind"}
        wire["action_id"] = self.action_id
        wire["name"] = self.name
        wire["messages"] = [item.to_wire() for item in self.messages]
        wire["max_tokens"] = self.max_tokens
        wire["rung"] = self.rung
        if self.schema is not None:
            wire["schema"] = self.schema
        if self.id is not None:
            wire["id"] = self.id
        return wire


class ReplyAction:
    """Text for the person."""

    __slots__ = ("text", "done", "id")
    tag = "reply"

    def __init__(self, text: str, done: bool = True, id: int | None = None) -> None:
        self.text = text
        self.done = done
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> ReplyAction:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            text=fields.string(raw, "text"),
            done=fields.boolean(raw, "done", default=True),
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"action": "reply"}
        wire["text"] = self.text
        wire["done"] = self.done
        if self.id is not None:
            wire["id"] = self.id
        return wire


class TraceAction:
    """Who said what within the brain; only where that was asked for."""

    __slots__ = ("who", "text", "id")
    tag = "trace"

    def __init__(self, who: str, text: str, id: int | None = None) -> None:
        self.who = who
        self.text = text
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> TraceAction:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            who=fields.string(raw, "who"),
            text=fields.string(raw, "text"),
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"action": "trace"}
        wire["who"] = self.who
        wire["text"] = self.text
        if self.id is not None:
            wire["id"] = self.id
        return wire


class ProgressAction:
    """What the brain is doing."""

    __slots__ = ("text", "id")
    tag = "progress"

    def __init__(self, text: str, id: int | None = None) -> None:
        self.text = text
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> ProgressAction:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            text=fields.string(raw, "text"),
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"action": "progress"}
        wire["text"] = self.text
        if self.id is not None:
            wire["id"] = self.id
        return wire


class GiveUpAction:
    """Nothing to propose."""

    __slots__ = ("why", "hint", "id")
    tag = "give_up"

    def __init__(self, why: str = "", hint: str = "", id: int | None = None) -> None:
        self.why = why
        self.hint = hint
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> GiveUpAction:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            why=fields.string(raw, "why", default=""),
            hint=fields.string(raw, "hint", default=""),
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"action": "give_up"}
        wire["why"] = self.why
        wire["hint"] = self.hint
        if self.id is not None:
            wire["id"] = self.id
        return wire


class CancelledAction:
    """The request of this id is over, as the body wanted: nothing more comes of it."""

    __slots__ = ("id",)
    tag = "cancelled"

    def __init__(self, id: int | None = None) -> None:
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> CancelledAction:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"action": "cancelled"}
        if self.id is not None:
            wire["id"] = self.id
        return wire


class ErrorAction:
    """The brain could not use what the body sent, or failed."""

    __slots__ = ("code", "message", "hint", "id")
    tag = "error"

    def __init__(self, code: str, message: str = "", hint: str = "", id: int | None = None) -> None:
        self.code = code
        self.message = message
        self.hint = hint
        self.id = id

    @classmethod
    def from_wire(cls, value: object) -> ErrorAction:
        """Reads a decoded object; raises ProtocolError naming the field that is wrong."""
        raw = fields.record(value)
        return cls(
            code=fields.string(raw, "code"),
            message=fields.string(raw, "message", default=""),
            hint=fields.string(raw, "hint", default=""),
            id=fields.nullable(fields.integer, raw, "id", 0, 9007199254740991),
        )

    def to_wire(self) -> dict[str, object]:
        """The object to encode; what is null is left out."""
        wire: dict[str, object] = {"action": "error"}
        wire["code"] = self.code
        wire["message"] = self.message
        wire["hint"] = self.hint
        if self.id is not None:
            wire["id"] = self.id
        return wire


ACTIONS = {
    "hello": HelloAction,
    "propose": ProposeAction,
    "execute": ExecuteAction,
    "mind": MindAction,
    "reply": ReplyAction,
    "trace": TraceAction,
    "progress": ProgressAction,
    "give_up": GiveUpAction,
    "cancelled": CancelledAction,
    "error": ErrorAction,
}

if TYPE_CHECKING:
    Event = Union[
        HelloEvent,
        FailedEvent,
        AskedEvent,
        ResultEvent,
        PieceEvent,
        OutcomeEvent,
        ErrorEvent,
        CancelEvent,
        ShutdownEvent,
    ]
    Action = Union[
        HelloAction,
        ProposeAction,
        ExecuteAction,
        MindAction,
        ReplyAction,
        TraceAction,
        ProgressAction,
        GiveUpAction,
        CancelledAction,
        ErrorAction,
    ]
