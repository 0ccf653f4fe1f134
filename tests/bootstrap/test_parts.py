"""The bootstrap's parts by themselves: packages by name, Zig's scripts, certificates, the list of what was made."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import unittest
import zipfile
from unittest import mock

from stage import HOST, Stage

# isort: split
# (the stage puts kernel/ on the path)
from setup_ghost import build, compiler, fetch, index, rust, who
from setup_ghost.apt import Apt
from setup_ghost.manifest import Manifest, make_folder
from setup_ghost.places import Places, version_tuple
from setup_ghost.say import Say
from setup_ghost.system import certificate_bundle
from setup_ghost.trouble import Trouble, Unreachable

ZIG = """#!/bin/sh
echo "$@" >> '{calls}'
while [ $# -gt 0 ]; do
    [ "$1" = -o ] && echo made > "$2"
    shift
done
"""


def quiet() -> Say:
    return Say(io.StringIO())


class Part(Stage):
    def setUp(self) -> None:
        super().setUp()
        self.folder = self.path("folder")
        os.mkdir(self.folder)

    def places(self, **changes: str | None) -> Places:
        places = Places(os.path.join(self.checkout, "kernel"), self.env(**changes))
        os.makedirs(places.cache, exist_ok=True)
        os.makedirs(places.data, exist_ok=True)
        return places

    def no_apt(self, places: Places) -> Apt:
        return Apt({**places.env, "PATH": self.bin}, places.log)


class Packages(Part):
    """index.obtain: one wheel by its name."""

    def setUp(self) -> None:
        super().setUp()
        self.body = b"the wheel's bytes"
        self.name = "small-1.0-py3-none-any.whl"
        self.wheel = index.Wheel("small", "1.0", "any", hashlib.sha256(self.body).hexdigest())
        self.server.files[f"/files/{self.name}"] = self.body

    def obtain(self, **changes: str | None) -> str:
        """Without any pip on the machine."""
        places = self.places(PIP_INDEX_URL=self.server.address + "/simple", **changes)
        with mock.patch.object(index, "pips", lambda *_: iter(())):
            return index.obtain(self.wheel, self.folder, places, self.no_apt(places), quiet())

    def serve_page(self, text: str, kind: str) -> None:
        self.server.files["/simple/small/"] = text.encode()
        self.server.kinds["/simple/small/"] = kind

    def test_index_in_json(self) -> None:
        files = [{"filename": "small-0.9-py3-none-any.whl", "url": "x"}, {"filename": self.name, "url": "U"}]
        text = json.dumps({"files": files}).replace('"U"', f'"../../files/{self.name}"')
        self.serve_page(text, "application/vnd.pypi.simple.v1+json")
        with open(self.obtain(), "rb") as file:
            self.assertEqual(file.read(), self.body)

    def test_index_in_html_with_relative_addresses(self) -> None:
        self.serve_page(f'<a href="../../files/{self.name}#sha256=0">{self.name}</a>', "text/html")
        self.assertTrue(self.obtain().endswith(self.name))

    def test_wrong_checksum(self) -> None:
        self.serve_page(f'<a href="/files/{self.name}">{self.name}</a>', "text/html")
        self.server.files[f"/files/{self.name}"] = b"others"
        with self.assertRaises(Trouble) as caught:
            self.obtain()
        self.assertNotIsInstance(caught.exception, Unreachable, "no other way may be tried after that")
        self.assertEqual(os.listdir(self.folder), [])

    def test_index_without_it(self) -> None:
        for text, kind in (("{}", "application/json"), ("[1", "application/json"), ("<p>", "text/html")):
            self.serve_page(text, kind)
            self.assertRaises(Unreachable, self.obtain)

    def test_with_pip(self) -> None:
        """pip knows where packages come from; the checksum is still ours to look at."""
        pip = self.script(
            "pip-python",
            f'#!/bin/sh\ncase "$*" in\n*--version) echo pip 25.0 ;;\n*) echo "$@" > \'{self.path("pip-calls")}\'\n'
            f"printf '%s' \"$CONTENT\" > '{self.folder}/{self.name}' ;;\nesac\n",
        )
        for content, right in ((self.body.decode(), True), ("others", False)):
            places = self.places(CONTENT=content)
            with mock.patch("sys.executable", pip):
                if right:
                    self.assertTrue(index.obtain(self.wheel, self.folder, places, self.no_apt(places), quiet()))
                else:
                    with self.assertRaises(Trouble):
                        index.obtain(self.wheel, self.folder, places, self.no_apt(places), quiet())
        self.assertIn("small==1.0", self.read("pip-calls"))
        self.assertEqual(os.listdir(self.folder), [])

    def test_where_the_index_is_named(self) -> None:
        self.script("home/.config/pip/pip.conf", "[global]\nindex-url = https://one.example/simple\n")
        self.assertEqual(index.configured_index(self.places()), "https://one.example/simple")
        self.script("own.conf", "[download]\nindex-url = https://two.example/%41\n")
        self.assertEqual(
            index.configured_index(self.places(PIP_CONFIG_FILE=self.path("own.conf"))), "https://two.example/%41"
        )
        self.assertEqual(index.configured_index(self.places(UV_DEFAULT_INDEX="https://u.example")), "https://u.example")
        self.script("own.conf", "no section\n")
        self.assertEqual(
            index.configured_index(self.places(PIP_CONFIG_FILE=self.path("own.conf"))), "https://one.example/simple"
        )


class Zig(Part):
    def setUp(self) -> None:
        super().setUp()
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w") as archive:
            archive.writestr("ziglang/zig", ZIG.format(calls=self.path("zig-calls")))
        machine = HOST.split("-")[0]
        wheels = {machine: ("any", hashlib.sha256(body.getvalue()).hexdigest())}
        self.apply(mock.patch.object(compiler, "_WHEELS", wheels))
        self.apply(mock.patch.object(index, "pips", lambda *_: iter(())))
        name = f"ziglang-{compiler._VERSION}-py3-none-any.whl"
        self.server.files["/simple/ziglang/"] = f'<a href="{name}">{name}</a>'.encode()
        self.server.kinds["/simple/ziglang/"] = "text/html"
        self.server.files[f"/simple/ziglang/{name}"] = body.getvalue()

    def apply(self, patch: mock._patch[object]) -> None:
        patch.start()
        self.addCleanup(patch.stop)

    def obtain(self) -> compiler.Compiler:
        self.found = self.places(PIP_INDEX_URL=self.server.address + "/simple")
        self.manifest = Manifest(self.found.manifest)
        return compiler.obtain(self.found, HOST, self.manifest, self.no_apt(self.found), quiet())

    def test_it_becomes_the_linker(self) -> None:
        made = self.obtain()
        self.assertEqual(sorted(os.listdir(made.folder)), ["ar", "c++", "cc"])
        self.assertEqual(self.manifest.names("folders"), [f"{self.found.data}/zig"])
        os.unlink(self.path("bin/cc"))
        self.assertEqual(compiler.find(self.found, HOST), compiler.Compiler("Zig, fetched earlier", made.folder, {}))

    def test_rusts_word_for_the_target_is_dropped(self) -> None:
        made = self.obtain()
        words = ["--target=x86_64-unknown-linux-gnu", "a file.c", "-O2", "--target=aarch64", "-DX=a b"]
        subprocess.run([os.path.join(made.folder, "cc"), *words], check=True, env=self.env())
        target = f"{HOST.split('-')[0]}-linux-{'musl' if HOST.endswith('musl') else 'gnu.2.28'}"
        self.assertEqual(self.read("zig-calls").splitlines()[-1], f"cc -target {target} a file.c -O2 -DX=a b")

    def test_one_that_does_not_link_is_taken_away(self) -> None:
        with mock.patch.object(compiler, "links", lambda *_: False), self.assertRaises(Trouble):
            self.obtain()
        self.assertFalse(os.path.exists(f"{self.found.data}/zig"))
        self.assertEqual(self.manifest.names("folders"), [])

    def test_a_compiler_without_its_libc_is_none(self) -> None:
        self.script("bin/cc", "#!/bin/sh\necho 'ld: cannot find crt1.o' >&2\nexit 1\n")
        self.assertIsNone(compiler.find(self.places(), HOST))

    def test_gcc_under_its_own_name_is_told_to_cargo(self) -> None:
        os.rename(self.path("bin/cc"), self.path("bin/gcc"))
        found = compiler.find(self.places(), "x86_64-unknown-linux-gnu")
        self.assertIsNotNone(found)
        assert found is not None, "just looked at"
        self.assertEqual(found.env["CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER"], self.path("bin/gcc"))


APT_GET = """#!/bin/sh
echo "$@" >> '{calls}'
while [ "$1" = -o ]; do
    case "$2" in Dir::Cache=*) place="${{2#*=}}" ;; esac
    shift 2
done
case "$*" in
    *--assume-no*)
        echo 'Need to get 170 MB of archives.'
        echo 'After this operation, 727 MB of additional disk space will be used.' ;;
    *--download-only*) [ -d "$place/lists/partial" ] && echo > "$place/archives/rust_1.deb" ;;
    *install*)
        cp '{folder}/rustc' '{folder}/cargo' '{bin}/'
        echo 'installed libllvm22' >> '{installed}' ;;
esac
"""
APT_CACHE = """#!/bin/sh
for name; do :; done
case "$name" in rustc) echo '  Candidate: {old}' ;; rustc-web) echo '  Candidate: {new}' ;; esac
"""
DPKG_DEB = """#!/bin/sh
mkdir -p "$3/usr/bin" && cp '{folder}/rustc' "$3/usr/bin/" && cp '{folder}/cargo' "$3/usr/bin/"
"""


class Debian(Part):
    """Without the installer's host: Debian's packages, when they are new enough."""

    def setUp(self) -> None:
        super().setUp()
        self.server.files.clear()
        folder = self.place_toolchain("debian")
        calls = self.path("apt-calls")
        self.script(
            "bin/apt-get", APT_GET.format(calls=calls, folder=folder, bin=self.bin, installed=self.path("installed"))
        )
        self.script("bin/dpkg-deb", DPKG_DEB.format(folder=folder))
        self.script("bin/dpkg-query", f"#!/bin/sh\ncat '{self.path('installed')}'\n")
        many = "".join(f"installed one-of-many-{number}\n" for number in range(4000))
        self.script("installed", f"{many}installed cargo-web\nconfig-files rustc-web\n")
        self.said = io.StringIO()

    def obtain(self, *, new: str, old: str = "1.63.0", user: int = 0) -> rust.Toolchain:
        self.script("bin/apt-cache", APT_CACHE.format(old=old, new=new))
        self.used = self.places()
        self.manifest = Manifest(self.used.manifest)
        apt = Apt(self.used.env, self.used.log)
        with mock.patch("os.geteuid", lambda: user):
            checkout = mock.Mock(rust=(1, 88), folder=self.checkout)
            return rust.obtain(self.used, checkout, self.manifest, apt, Say(self.said))

    def test_root_installs_them(self) -> None:
        self.assertEqual(self.obtain(new="1.96.0+dfsg1-1").version, (1, 95, 0))
        self.assertEqual(self.manifest.names("packages"), ["rustc-web"], "cargo-web was there before")
        self.assertEqual(self.manifest.names("along"), ["libllvm22"])
        self.assertIn("install -y -q --no-install-recommends rustc-web cargo-web", self.read("apt-calls"))
        self.assertIn("instead (170 MB to fetch, 727 MB on disk)", self.said.getvalue())

    def test_anybody_else_gets_them_unpacked(self) -> None:
        """With lists of their own, which are gone afterwards; each program is told where its libraries are."""
        found = self.obtain(new="1.96.0+dfsg1-1", user=1000)
        home = f"{self.used.data}/debian"
        self.assertEqual((found.cargo, found.rustc), (f"{home}/shims/cargo", f"{home}/shims/rustc"))
        self.assertEqual(self.manifest.names("folders"), [home])
        self.assertEqual(self.manifest.names("packages") + self.manifest.names("along"), [])
        self.assertEqual(sorted(os.listdir(self.used.data)), ["debian", "installed.json"])
        self.assertIn("(170 MB to fetch, 727 MB on disk)", self.said.getvalue())
        for call in self.read("apt-calls").splitlines():
            self.assertIn("-o Dir::State::Lists=", call)
        self.script("home/.local/share/ghost/debian/usr/bin/cargo", '#!/bin/sh\necho "$LD_LIBRARY_PATH $1"\n')
        out = subprocess.run([found.cargo, "fmt"], env=self.env(), stdout=subprocess.PIPE, text=True, check=True).stdout
        triple = f"{HOST.split('-')[0]}-linux-gnu"
        self.assertEqual(out, f"{home}/usr/lib/{triple}:{home}/lib/{triple} fmt\n")

    def test_a_package_that_cannot_be_unpacked_leaves_nothing(self) -> None:
        self.script("bin/dpkg-deb", "#!/bin/sh\nexit 1\n")
        with self.assertRaises(Trouble) as caught:
            self.obtain(new="1.96.0", user=1000)
        self.assertIn("could not fetch rustc-web cargo-web", caught.exception.message)
        self.assertEqual(os.listdir(self.used.data), ["installed.json"])
        self.assertEqual(self.manifest.names("folders"), [])

    def test_too_old(self) -> None:
        for user in (0, 1000):
            with self.assertRaises(Trouble) as caught:
                self.obtain(new="1.85.0", user=user)
            self.assertIn("older than 1.88", caught.exception.message)
        self.assertNotIn("install", self.read("apt-calls"))

    def test_no_lists_are_not_called_old(self) -> None:
        for user in (0, 1000):
            with self.assertRaises(Trouble) as caught:
                self.obtain(new="(none)", old="(none)", user=user)
            self.assertIn("nor Debian's list of packages", caught.exception.message)
            self.assertIn("check the network", caught.exception.hint)

    def test_the_checks_come_the_way_that_rust_came(self) -> None:
        found = self.obtain(new="1.96.0", user=1000)
        apt = Apt(self.used.env, self.used.log)
        rust.add_components(found, self.used, apt, self.manifest)
        calls = self.read("apt-calls")
        self.assertIn("--download-only --no-install-recommends rustfmt-web rust-web-clippy", calls)
        self.assertEqual(calls.count("update"), 2, "each time with fresh lists")
        self.assertEqual(self.manifest.names("packages"), [])


class Building(Part):
    def environment(self, folder: str, **changes: str | None) -> dict[str, str]:
        places = self.places(**changes)
        toolchain = rust.Toolchain(
            f"{folder}/bin/cargo", f"{folder}/bin/rustc", (1, 95), folder, HOST, "fetched" in folder
        )
        return build.environment(toolchain, compiler.Compiler("cc", "", {}), places)

    def test_a_persons_own_rust_keeps_its_settings(self) -> None:
        env = self.environment("/opt/rust", CARGO_HOME="/own", RUSTUP_TOOLCHAIN="mine")
        self.assertEqual((env["CARGO_HOME"], env["RUSTUP_TOOLCHAIN"]), ("/own", "mine"))
        self.assertTrue(env["PATH"].startswith("/opt/rust/bin:"))

    def test_the_fetched_one_stands_alone(self) -> None:
        data = f"{self.home}/.local/share/ghost"
        env = self.environment(f"{data}/rustup/toolchains/fetched", RUSTUP_TOOLCHAIN="mine", RUSTUP_HOME="/own")
        self.assertEqual((env["RUSTUP_HOME"], env["RUSTUP_TOOLCHAIN"]), (f"{data}/rustup", "fetched"))
        self.assertEqual(env["CARGO_HOME"], f"{data}/cargo")

    def test_crates_go_to_a_folder_of_ours_where_the_person_has_none(self) -> None:
        """The person's own cargo is no reason to leave a ~/.cargo behind that was not there."""
        ours = f"{self.home}/.local/share/ghost/cargo"
        self.assertNotIn("CARGO_HOME", self.environment("/opt/rust"), "nobody asked for that folder yet")
        os.makedirs(ours)
        self.assertEqual(self.environment("/opt/rust")["CARGO_HOME"], ours)
        os.mkdir(f"{self.home}/.cargo")
        self.assertNotIn("CARGO_HOME", self.environment("/opt/rust"))
        with mock.patch("os.access", lambda path, mode: not path.endswith("/.cargo")):
            self.assertEqual(self.environment("/opt/rust")["CARGO_HOME"], ours, "one that cannot be written is none")

    def test_cargo_learns_of_the_certificates(self) -> None:
        self.assertEqual(self.environment("/opt", SSL_CERT_FILE="/ca.pem")["CARGO_HTTP_CAINFO"], "/ca.pem")

    def test_a_static_program_where_the_target_and_its_linker_are_there(self) -> None:
        host, static = "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl"
        sysroot = self.path("sysroot")
        toolchain = rust.Toolchain(f"{sysroot}/bin/cargo", f"{sysroot}/bin/rustc", (1, 95), sysroot, host, False)
        os.makedirs(f"{sysroot}/lib/rustlib/{static}/lib")
        self.assertIsNone(toolchain.target)
        self.script(f"sysroot/lib/rustlib/{host}/bin/rust-lld", "")
        self.assertEqual(toolchain.target, static)
        env = build.environment(toolchain, compiler.Compiler("cc", "", {}), self.places())
        self.assertEqual(env["CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_LINKER"], "rust-lld")


class Identity(Part):
    def test_only_the_exact_answer_counts(self) -> None:
        for text, version in (
            ("ghost 0.1.0 (ghostsh)", "0.1.0"),
            ("ghost 12.0.3 (ghostsh)", "12.0.3"),
            ("ghost 0.1.0", None),
            ("ghost 0.1.0 (ghostsh) and more", None),
            ("Ghost-CLI version: 1.28.3", None),
            ("", None),
        ):
            path = self.script("who/ghost", f"#!/bin/sh\necho '{text}'\n")
            self.assertEqual(who.identity(path, self.places()), version, text)

    def test_one_that_fails_is_not_ours(self) -> None:
        path = self.script("who/ghost", "#!/bin/sh\necho 'ghost 0.1.0 (ghostsh)'\nexit 1\n")
        self.assertIsNone(who.identity(path, self.places()))

    def test_one_that_never_answers_is_ended(self) -> None:
        os.mkfifo(self.path("never"))
        path = self.script("who/ghost", f"#!/bin/sh\ncat '{self.path('never')}'\n")
        with mock.patch.object(who, "PATIENCE", 0.1):
            self.assertIsNone(who.identity(path, self.places()))


class Lists(Part):
    def test_a_list_survives_being_read_again(self) -> None:
        path = self.path("folder/installed.json")
        one = Manifest(path)
        one.add("files", "/a")
        one.add("files", "/a", "/b")
        make_folder(one, self.path("folder/x/y"))
        one.finish("0.1.0", "abc")
        two = Manifest(path)
        self.assertEqual((two.names("files"), two.version, two.source), (["/a", "/b"], "0.1.0", "abc"))
        self.assertEqual(two.names("created"), [self.path("folder/x/y"), self.path("folder/x")])
        two.drop("files", "/a")
        self.assertEqual(Manifest(path).names("files"), ["/b"])

    def test_a_list_that_is_garbled_is_begun_anew(self) -> None:
        for text in ("", "[]", '{"format": 2, "files": ["/etc"]}', '{"format": 1, "files": 3}', "\x00"):
            path = self.script("folder/installed.json", text)
            self.assertEqual(Manifest(path).names("files"), [])

    def test_a_folder_that_cannot_be_made_leaves_nothing(self) -> None:
        manifest = Manifest("/nowhere/installed.json")
        with self.assertRaises(OSError):
            make_folder(manifest, self.path("folder/x/y"))
        self.assertEqual(os.listdir(self.folder), [])


class Certificates(Part):
    def test_what_is_named_is_in_force(self) -> None:
        self.assertEqual(certificate_bundle({"SSL_CERT_FILE": "/a"}), "/a")
        self.assertEqual(certificate_bundle({"SSL_CERT_DIR": "/b"}), "/b")

    def test_no_certificates_anywhere(self) -> None:
        nothing = mock.Mock(cafile=None)
        with (
            mock.patch("ssl.get_default_verify_paths", lambda: nothing),
            mock.patch("setup_ghost.system._BUNDLES", ()),
            mock.patch("importlib.util.find_spec", lambda name: None),
        ):
            self.assertIsNone(certificate_bundle({}))


class Fetching(Part):
    def test_a_download_that_ends_early_is_no_file(self) -> None:
        """The server says more bytes than it sends."""
        target = self.path("folder/file")
        with (
            mock.patch.object(self.server, "files", {"/file": b"12345"}),
            mock.patch("urllib.request.urlopen", _short),
            self.assertRaises(Unreachable),
        ):
            fetch.download(self.server.address + "/file", target, "0" * 64, quiet())
        self.assertFalse(os.path.exists(target))

    def test_versions_compare_as_numbers(self) -> None:
        self.assertLess(version_tuple("1.9.0"), version_tuple("1.88"))
        self.assertLess(version_tuple("1.88"), version_tuple("1.88.0"))
        self.assertEqual(version_tuple("none"), ())


def _short(request: object, timeout: float) -> object:
    answer = mock.MagicMock()
    answer.__enter__.return_value = answer
    answer.headers = {"Content-Length": "10"}
    answer.read.side_effect = [b"12345", b""]
    return answer


if __name__ == "__main__":
    unittest.main()
