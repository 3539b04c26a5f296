//! What rustc sets for a target platform.

use crate::source::CfgSet;

/// The triple of the platform that this binary was built for, as far as it can be told.
pub(in crate::source) fn host_triple() -> String {
    let system = match std::env::consts::OS {
        "linux" => "unknown-linux".to_owned(),
        "macos" => "apple-darwin".to_owned(),
        "ios" => "apple-ios".to_owned(),
        "windows" => "pc-windows".to_owned(),
        other => format!("unknown-{other}"),
    };
    let environment = match () {
        () if cfg!(target_env = "gnu") => "-gnu",
        () if cfg!(target_env = "msvc") => "-msvc",
        () if cfg!(target_env = "musl") => "-musl",
        () => "",
    };
    format!("{}-{system}{environment}", std::env::consts::ARCH)
}

/// What rustc sets for a triple, in a debug build. Of a triple that nobody knows, as much as its
/// words say.
pub(in crate::source) fn target_cfg(triple: &str) -> CfgSet {
    let words: Vec<&str> = triple.split('-').collect();
    let arch = architecture(words[0]);
    let system = system(&words);
    let mut values = vec![
        ("target_arch", arch),
        ("target_os", system),
        ("target_env", environment(&words, system)),
        ("target_vendor", vendor(&words)),
        ("target_pointer_width", pointer_width(arch, triple)),
        ("target_endian", if is_big_endian(words[0]) { "big" } else { "little" }),
        ("panic", if arch.starts_with("wasm") { "abort" } else { "unwind" }),
    ];
    let families = families(arch, system);
    values.extend(families.iter().map(|&family| ("target_family", family)));
    values.extend(["8", "16", "32", "ptr"].map(|width| ("target_has_atomic", width)));
    values.extend((pointer_width(arch, triple) == "64").then_some(("target_has_atomic", "64")));
    let names = families.iter().filter(|&&family| family != "wasm").chain(&["debug_assertions"]);
    CfgSet {
        names: names.map(|&name| name.to_owned()).collect(),
        values: values.into_iter().map(|(name, set)| (name.to_owned(), set.to_owned())).collect(),
        ..CfgSet::default()
    }
}

fn architecture(word: &str) -> &str {
    let beginnings = [
        ("x86_64", "x86_64"),
        ("aarch64", "aarch64"),
        ("arm64", "aarch64"),
        ("arm", "arm"),
        ("thumb", "arm"),
        ("riscv32", "riscv32"),
        ("riscv64", "riscv64"),
        ("powerpc64", "powerpc64"),
        ("powerpc", "powerpc"),
        ("mips64", "mips64"),
        ("mips", "mips"),
        ("sparcv9", "sparc64"),
        ("bpf", "bpf"),
        ("xtensa", "xtensa"),
        ("wasm32", "wasm32"),
    ];
    if word.starts_with('i') && word.ends_with("86") {
        return "x86";
    }
    beginnings.iter().find(|(start, _)| word.starts_with(start)).map_or(word, |&(_, arch)| arch)
}

fn system<'t>(words: &[&'t str]) -> &'t str {
    for &word in words.iter().skip(1) {
        match word {
            "darwin" => return "macos",
            "nvidia" | "unknown" | "pc" | "apple" => {}
            _ if word.starts_with("android") => return "android",
            _ if word.starts_with("wasi") => return "wasi",
            "linux" if words.last().is_some_and(|last| last.starts_with("android")) => {}
            "linux" | "windows" | "ios" | "tvos" | "watchos" | "visionos" | "freebsd"
            | "netbsd" | "openbsd" | "dragonfly" | "solaris" | "illumos" | "redox" | "fuchsia"
            | "haiku" | "hermit" | "emscripten" | "uefi" | "none" | "espidf" | "vxworks"
            | "nto" | "l4re" | "cuda" | "hurd" | "horizon" | "vita" | "psp" | "aix" | "xous"
            | "zkvm" | "trusty" | "cygwin" => return word,
            _ if word.starts_with("none") => return "none",
            _ => {}
        }
    }
    "unknown"
}

fn families(arch: &str, system: &str) -> &'static [&'static str] {
    match system {
        "windows" => &["windows"],
        "emscripten" => &["unix", "wasm"],
        "unknown" | "wasi" if arch.starts_with("wasm") => &["wasm"],
        "unknown" | "none" | "uefi" | "cuda" | "xous" | "zkvm" | "psp" => &[],
        _ => &["unix"],
    }
}

fn environment<'t>(words: &[&'t str], system: &str) -> &'t str {
    let last = words.last().copied().unwrap_or("");
    let beginnings = ["gnu", "musl", "msvc", "uclibc", "ohos", "sgx", "sim", "macabi"];
    let known = beginnings.iter().find(|start| last.starts_with(**start)).copied();
    match (known, system) {
        (Some(environment), _) => environment,
        (None, "espidf" | "vita" | "horizon") => "newlib",
        (None, "wasi") => last.strip_prefix("wasi").unwrap_or(""),
        (None, "redox") => "relibc",
        (None, _) => "",
    }
}

fn vendor<'t>(words: &[&'t str]) -> &'t str {
    match words {
        [_, vendor @ ("apple" | "pc" | "uwp" | "nvidia" | "fortanix" | "wrs" | "sun"), ..] => {
            vendor
        }
        [_, vendor @ ("nintendo" | "sony" | "win7" | "esp" | "ibm" | "risc0"), ..] => vendor,
        _ => "unknown",
    }
}

fn pointer_width(arch: &str, triple: &str) -> &'static str {
    let narrow = triple.ends_with("x32") || triple.ends_with("_ilp32");
    match arch {
        "avr" | "msp430" => "16",
        "s390x" | "bpf" => "64",
        _ if arch.contains("64") && !narrow => "64",
        _ => "32",
    }
}

fn is_big_endian(word: &str) -> bool {
    let mips = word.starts_with("mips") && !word.contains("el");
    let power = word.starts_with("powerpc") && !word.ends_with("le");
    let marked = ["armeb", "aarch64_be", "bpfeb", "armebv7r"].contains(&word);
    mips || power || marked || word.starts_with("sparc") || matches!(word, "s390x" | "m68k")
}

#[cfg(test)]
mod tests {
    use super::host_triple;
    use super::target_cfg;
    use crate::source::CfgExpr;

    fn holds(triple: &str, expr: &str) -> bool {
        target_cfg(triple).answers(&CfgExpr::parse(expr)) == Some(true)
    }

    #[test]
    fn the_host_is_what_this_test_was_built_for() {
        let host = target_cfg(&host_triple());
        for (text, built) in [
            ("unix", cfg!(unix)),
            ("windows", cfg!(windows)),
            ("debug_assertions", true),
            ("target_env = \"gnu\"", cfg!(target_env = "gnu")),
            ("target_vendor = \"unknown\"", cfg!(target_vendor = "unknown")),
            ("target_endian = \"little\"", cfg!(target_endian = "little")),
            ("target_pointer_width = \"64\"", cfg!(target_pointer_width = "64")),
            ("target_has_atomic = \"64\"", cfg!(target_has_atomic = "64")),
            ("test", false),
        ] {
            assert_eq!(host.answers(&CfgExpr::parse(text)), Some(built), "{text}");
        }
        for (name, value) in [
            ("target_os", std::env::consts::OS),
            ("target_arch", std::env::consts::ARCH),
            ("target_family", std::env::consts::FAMILY),
        ] {
            assert!(host.values.contains(&(name.to_owned(), value.to_owned())), "{name}");
        }
    }

    #[test]
    fn other_platforms() {
        for (triple, expr) in [
            ("x86_64-pc-windows-msvc", "all(windows, not(unix), target_env = \"msvc\")"),
            ("aarch64-apple-darwin", "all(unix, target_os = \"macos\", target_vendor = \"apple\")"),
            ("aarch64-apple-ios-sim", "all(target_os = \"ios\", target_env = \"sim\")"),
            ("i686-unknown-linux-gnu", "all(target_arch = \"x86\", target_pointer_width = \"32\")"),
            ("aarch64-linux-android", "all(target_os = \"android\", not(target_os = \"linux\"))"),
            ("armv7-linux-androideabi", "all(target_os = \"android\", target_arch = \"arm\")"),
            ("wasm32-unknown-unknown", "all(target_family = \"wasm\", target_os = \"unknown\")"),
            ("wasm32-wasip2", "all(target_os = \"wasi\", target_env = \"p2\", not(unix))"),
            (
                "thumbv7em-none-eabihf",
                "all(target_os = \"none\", target_arch = \"arm\", not(unix))",
            ),
            (
                "s390x-unknown-linux-gnu",
                "all(target_endian = \"big\", target_pointer_width = \"64\")",
            ),
            (
                "powerpc64le-unknown-linux-gnu",
                "all(target_arch = \"powerpc64\", target_endian = \"little\")",
            ),
            (
                "riscv64gc-unknown-linux-musl",
                "all(target_arch = \"riscv64\", target_env = \"musl\")",
            ),
            ("x86_64-unknown-freebsd", "all(unix, target_os = \"freebsd\", target_env = \"\")"),
        ] {
            assert!(holds(triple, expr), "{triple}: {expr}");
        }
    }
}
