"""A gem that the project lists is not installed: bundle install brings it."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule


@rule(
    programs=["bundle", "rails", "rake", "rspec", "jekyll", "rackup", "puma", "ruby"],
    output_has=["bundle install"],
)
def propose(failure: Failure) -> Fix | None:
    if failure.args[:1] and failure.args[0].plain == "install" and failure.program == "bundle":
        return None
    if not failure.has(
        "to install missing gems", "install missing gem executables", "could not find gem", "`bundle install`"
    ):
        return None
    return Fix(before=[["bundle", "install"]], why="gems of the project are missing", confidence=0.76)


EXAMPLES = [
    Example("rails s", "Run `bundle install` to install missing gems.", "bundle install && rails s", 7),
    Example("bundle install", "Run `bundle install` to install missing gems.", None),
]
