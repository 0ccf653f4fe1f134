"""The linker misses a function that lives in a well-known library: the library is named."""

from __future__ import annotations

from ghost_kernel.rules import Example, Failure, Fix, rule

# Functions by the library that holds them, as their manual pages say ("Link with -lm").
LIBRARIES = {
    "-lm": (
        "pow sqrt sin cos tan asin acos atan atan2 exp log log10 log2 floor ceil round fabs fmod hypot cbrt sinh "
        "cosh tanh trunc lround powf sqrtf sinf cosf floorf ceilf expf logf fmin fmax"
    ),
    "-pthread": (
        "pthread_create pthread_join pthread_detach pthread_mutex_lock pthread_mutex_unlock pthread_cond_wait "
        "pthread_cond_signal sem_init sem_wait sem_post"
    ),
    "-ldl": "dlopen dlsym dlclose dlerror",
    "-lrt": "clock_gettime shm_open shm_unlink timer_create mq_open",
    "-lncurses": "initscr endwin printw refresh getch newwin wrefresh cbreak noecho",
    "-lreadline": "readline add_history",
    "-lz": "deflate inflate compress uncompress gzopen gzread crc32 zlibVersion",
    "-lcurl": "curl_easy_init curl_easy_perform curl_easy_setopt curl_easy_cleanup curl_global_init",
    "-lssl -lcrypto": "SSL_new SSL_CTX_new SSL_connect OPENSSL_init_ssl",
    "-lcrypto": "EVP_DigestInit_ex SHA256 MD5 EVP_EncryptInit_ex RAND_bytes",
    "-lsqlite3": "sqlite3_open sqlite3_exec sqlite3_close sqlite3_prepare_v2",
    "-lpng": "png_create_read_struct png_create_write_struct", "-ljpeg": "jpeg_std_error",
    "-lX11": "XOpenDisplay XCloseDisplay",
    "-lcrypt": "crypt crypt_r", "-lbsd": "strlcpy strlcat", "-lutil": "openpty forkpty login_tty",
    "-luuid": "uuid_generate",
    "-lstdc++": "std::cout std::string operator new(unsigned", "-lSDL2": "SDL_Init SDL_CreateWindow SDL_Quit",
    "-lgmp": "__gmpz_init",
}  # fmt: skip


@rule(
    programs=["gcc", "cc", "clang", "g++", "c++", "clang++", "tcc"],
    output_has=["undefined reference to", "undefined symbol"],
)
def propose(failure: Failure) -> Fix | None:
    import re

    missing = set(
        re.findall(r"undefined (?:reference to(?: symbol)?|symbol:?) [`'‘]?([A-Za-z_][\w:]*)", failure.output or "")
    )
    typed = [word.plain for word in failure.args]
    added: list[str] = []
    for name in sorted(missing):
        flags = next((flags for flags, names in LIBRARIES.items() if name in names.split()), None)
        if flags is None:
            if name.startswith("std::") and failure.program in ("gcc", "clang", "cc"):
                flags = "-lstdc++"
            else:
                return None
        added += [flag for flag in flags.split() if flag not in typed and flag not in added]
    if not added:
        return _last(failure)
    return Fix([*failure.words, *added], why=f"the function is in a library: {' '.join(added)}", confidence=0.93)


def _last(failure: Failure) -> Fix | None:
    """A library that stands before what needs it is not looked into: libraries go last."""
    libraries = [word for word in failure.args if word.plain[:2] == "-l" and word.plain != "-l"]
    rest = [word for word in failure.words if word not in libraries]
    if not libraries or [*rest, *libraries] == failure.words:
        return None
    return Fix([*rest, *libraries], why="libraries stand behind what needs them", confidence=0.93)


EXAMPLES = [
    Example("gcc a.c", "a.c:(.text+0x1): undefined reference to `sqrt'\ncollect2: error", "gcc a.c -lm"),
    Example(
        "cc -o x x.c",
        "x.c: undefined reference to `pthread_create'\nundefined reference to `pow'",
        "cc -o x x.c -lm -pthread",
    ),
    Example("gcc -lm -o a a.c", "a.c: undefined reference to `cos'\ncollect2: error", "gcc -o a a.c -lm"),
    Example("gcc a.c", "a.c: undefined reference to `my_helper'", None),
]
