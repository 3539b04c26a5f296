//! The JSON of cargo and rustc, as far as editors and cargo's readers look at it. These structs are
//! a contract with other programs: field names and their order do not follow our own types.

use serde::Serialize;

/// One line of cargo's stream.
#[derive(Serialize, Debug)]
pub(super) struct CompilerMessage<'a> {
    pub reason: &'static str,
    pub package_id: &'a str,
    pub manifest_path: &'a str,
    pub target: &'a Target,
    pub message: Diagnostic,
}

/// What was built.
#[derive(Serialize, Clone, Debug)]
pub(super) struct Target {
    pub kind: Vec<String>,
    pub crate_types: Vec<String>,
    pub name: String,
    pub src_path: String,
    pub edition: String,
    pub doc: bool,
    pub doctest: bool,
    pub test: bool,
}

/// A message of rustc, or a child of one.
#[derive(Serialize, Debug)]
pub(super) struct Diagnostic {
    #[serde(rename = "$message_type", skip_serializing_if = "Option::is_none")]
    pub message_type: Option<&'static str>,
    pub message: String,
    pub code: Option<Code>,
    pub level: &'static str,
    pub spans: Vec<Span>,
    pub children: Vec<Diagnostic>,
    pub rendered: Option<String>,
}

impl Diagnostic {
    /// A message inside another one.
    pub fn child(level: &'static str, message: String, spans: Vec<Span>) -> Self {
        let (code, rendered) = (None, None);
        Self { message_type: None, message, code, level, spans, children: Vec::new(), rendered }
    }
}

/// What editors show as source and code.
#[derive(Serialize, Debug)]
pub(super) struct Code {
    pub code: String,
    pub explanation: Option<String>,
}

/// A place, with the text of its lines: without it, editors that count in UTF-16 misplace everything
/// behind a character beyond ASCII.
#[derive(Serialize, Clone, Debug)]
pub(super) struct Span {
    pub file_name: String,
    pub byte_start: u32,
    pub byte_end: u32,
    pub line_start: u32,
    pub line_end: u32,
    pub column_start: u32,
    pub column_end: u32,
    pub is_primary: bool,
    pub text: Vec<Line>,
    pub label: Option<String>,
    pub suggested_replacement: Option<String>,
    pub suggestion_applicability: Option<&'static str>,
    pub expansion: Option<()>,
}

/// One line of a [`Span`]; columns count characters from 1.
#[derive(Serialize, Clone, Debug)]
pub(super) struct Line {
    pub text: String,
    pub highlight_start: u32,
    pub highlight_end: u32,
}

/// The last line of cargo's stream.
#[derive(Serialize, Debug)]
pub(super) struct BuildFinished {
    pub reason: &'static str,
    pub success: bool,
}
