//! Embeds the brain's source, so that one file is a whole ghost, prepares the table of programs, and has the unwinder put
//! into the binary as well. Nothing is fetched and nothing outside the project is read.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// Files of the brain: its modules and the small tables beside them.
fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if !path.ends_with("__pycache__") {
                collect(&path, found)?;
            }
        } else if path
            .extension()
            .is_some_and(|kind| ["py", "txt", "xz", "table", "lock"].iter().any(|known| kind == *known))
        {
            found.push(path);
        }
    }
    Ok(())
}

/// With glibc, Rust takes the unwinder from a shared library, libgcc_s: one more file that has to be found, mapped and
/// relocated at each start, a fifth of what ghost adds to a command that works. GCC has it as an archive too. Named here
/// it comes before the shared one in the linker's line, which is then not needed. Where the linker is no GCC, or knows
/// of no such archive, nothing is changed.
fn link_unwinder() {
    let is = |name: &str, wanted: &str| env::var(name).is_ok_and(|value| value.split(',').any(|part| part == wanted));
    if !is("CARGO_CFG_TARGET_ENV", "gnu") || is("CARGO_CFG_TARGET_FEATURE", "crt-static") {
        return;
    }
    println!("cargo::rerun-if-env-changed=RUSTC_LINKER");
    let linker = env::var_os("RUSTC_LINKER").unwrap_or_else(|| "cc".into());
    let Ok(told) = Command::new(linker).arg("-print-file-name=libgcc_eh.a").output() else {
        return;
    };
    // A bare name in the answer: it was not found.
    if told.status.success() && Path::new(String::from_utf8_lossy(&told.stdout).trim()).is_absolute() {
        println!("cargo::rustc-link-lib=gcc_eh");
    }
}

/// The table of programs is written for people. A shell waits for each of ghost's hooks, and JSON is read in a fraction
/// of the time that TOML is. What a file's first line says of its programs, behind their names, comes along as `about`.
fn prepare_programs(table: &Path, out: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", table.display());
    fs::create_dir_all(out)?;
    for entry in fs::read_dir(table)? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "toml") {
            let invalid = |error: String| io::Error::other(format!("{}: {error}", path.display()));
            let source = fs::read_to_string(&path)?;
            let mut read: toml::Table = toml::from_str(&source).map_err(|e| invalid(e.to_string()))?;
            let first = source.lines().next().and_then(|line| line.strip_prefix("# "));
            if let Some((_, about)) = first.and_then(|line| line.split_once(": "))
                && out.ends_with("programs")
            {
                read.insert("about".to_owned(), about.trim_end_matches('.').into());
            }
            let text = serde_json::to_string(&read).map_err(|e| invalid(e.to_string()))?;
            let name = path.with_extension("json");
            fs::write(out.join(name.file_name().unwrap_or_default()), text)?;
        }
    }
    Ok(())
}

fn main() -> io::Result<()> {
    link_unwinder();
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let manifest = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    prepare_programs(&manifest.join("src/policy/programs"), &out.join("programs"))?;
    prepare_programs(&manifest.join("src/policy/nu"), &out.join("nu"))?;
    // `kernel` is a link beside this file in a published package, and a folder beside ours in a checkout.
    let beside = manifest.join("kernel");
    let kernel = if beside.is_dir() { beside } else { manifest.join("../kernel") };
    let root = fs::canonicalize(kernel.join("ghost_kernel"))?;

    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut hasher = DefaultHasher::new();
    let mut archive = Vec::new();
    for file in &files {
        // Each file, not their folders: whoever runs the brain from a checkout has Python leave compiled modules there. A
        // new file is found all the same: something that is here already names it, an import or an index.
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.strip_prefix(&root).map_err(io::Error::other)?;
        let content = fs::read(file)?;
        // A line with the name, one with the length, and the content: read by `client::embedded`.
        write!(archive, "{}\n{}\n", name.display(), content.len())?;
        archive.extend_from_slice(&content);
        content.hash(&mut hasher);
        name.hash(&mut hasher);
    }
    fs::write(out.join("kernel.archive"), archive)?;
    println!("cargo::rustc-env=GHOST_KERNEL_HASH={:016x}", hasher.finish());
    Ok(())
}
