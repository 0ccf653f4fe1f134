"""Setting ghost up on a machine: find it, or find Rust and a C compiler, fetch what is missing, compile, install.

`main` parses and decides, `plan` looks at the machine and says what would be done, `perform` does it. Below them, each
with one subject: `who` (is that program ghost?), `rust`, `debian`, `compiler`, `index` (packages by name), `build`,
`handover`; and the tools they share: `places`, `manifest`, `fetch`, `apt`, `system`, `say`, `trouble`. Standard library
only.
"""
