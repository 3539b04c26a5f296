//! The JSON schema of `asyncheck.toml`, and the configurations that the documents show.

use std::fs;
use std::path::Path;

use boon::Compiler;
use boon::Schemas;
use serde_json::Value;
use tempfile::TempDir;

use crate::cli::code;
use crate::cli::package;
use crate::cli::run;
use crate::cli::stderr;
use crate::cli::stdout;

const SHIPPED: &str = "docs/asyncheck.schema.json";
/// Documents with configurations in them.
const DOCUMENTS: [&str; 3] = ["README.md", "CONTRIBUTING.md", "docs/CONFIGURATION.md"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn printed() -> String {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let output = run(folder.path(), &["config", "schema"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    stdout(&output)
}

/// What the schema has to say of a text of TOML.
fn invalid(text: &str) -> Option<String> {
    let value: Value = toml::from_str(text).expect("it is TOML");
    let schema: Value = serde_json::from_str(&printed()).expect("it is JSON");
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("asyncheck.json", schema).expect("the schema can be added");
    let index = compiler.compile("asyncheck.json", &mut schemas).expect("the schema is one");
    schemas.validate(&value, index).err().map(|error| format!("{error:#}"))
}

/// Whether the tool itself takes a text of TOML.
fn refused(text: &str) -> Option<String> {
    let folder = package("", &[("asyncheck.toml", text)]);
    let output = run(folder.path(), &["config", "show"]);
    (code(&output) != 0).then(|| stderr(&output))
}

#[test]
fn the_schema_is_fresh() {
    let path = root().join(SHIPPED);
    let printed = printed();
    if std::env::var_os("ASYNCHECK_BLESS").is_some() {
        fs::write(&path, &printed).expect("it can be written");
    }
    let shipped = fs::read_to_string(&path).expect("it is shipped");
    assert!(shipped == printed, "{SHIPPED} is stale: run the tests with ASYNCHECK_BLESS=1");
}

#[test]
fn the_configurations_of_the_documents_are_right() {
    let mut count = 0;
    for name in DOCUMENTS {
        let text = fs::read_to_string(root().join(name)).expect("it is shipped");
        for block in text.split("```toml\n").skip(1) {
            let block = block.split("```").next().unwrap_or("");
            assert_eq!(invalid(block), None, "{name}:\n{block}");
            let alone: Vec<&str> =
                block.lines().filter(|line| !line.starts_with("extend")).collect();
            assert_eq!(refused(&alone.join("\n")), None, "{name}:\n{block}");
            count += 1;
        }
    }
    assert!(count > 6, "{count}");
}

#[test]
fn schema_and_tool_refuse_the_same() {
    for text in [
        "[ruls]\nall = \"warn\"\n",
        "[rules]\nblocking-fss = \"warn\"\n",
        "[rules]\nblocking-fs = \"wran\"\n",
        "[rules]\nblocking-fs = { colt = \"warn\" }\n",
        "[rules]\nwarnings = { cold = \"warn\" }\n",
        "require-reason = \"yes\"\n",
        "[[overrides]]\nfile = [\"a\"]\n",
        "[[overrides]]\ntargets = [\"test\"]\n",
        "[[call]]\npath = \"a::b\"\nblock = \"files\"\n",
        "[[call]]\npath = \"a::b\"\nblocks = \"fils\"\nweight = \"long\"\n",
        "[[type]]\npath = 3\nrole = \"future\"\n",
        "[prelude]\nnames = []\n",
    ] {
        assert!(invalid(text).is_some(), "the schema takes {text}");
        assert!(refused(text).is_some(), "the tool takes {text}");
    }
    for text in [
        "[rules]\nall = \"warn\"\nguards = { level = \"deny\", seldom = \"warn\" }\nwarnings = \"deny\"\n",
        "[[call]]\npath = [\"a::b\", \"a::c\"]\nblocks = \"files\"\nweight = \"stored\"\n",
        "[[answer]]\npath = \"a::b\"\nclosed = \"Err(Closed)\"\nmaps = { Ok = \"Some(_)\" }\n",
        "[[type]]\npath = \"a::B\"\nrole = \"guard:blocking\"\nholds = true\n",
    ] {
        assert_eq!((invalid(text), refused(text)), (None, None), "{text}");
    }
}
