//! What a rule says.

use crate::effects::Certainty;
use crate::effects::Heat;
use crate::library::Weight;
use crate::source::Place;

/// One finding: what (message), why (labels), what to do (help), and the proof (trace).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The place that is blamed.
    pub place: Place,
    /// What stands under the primary place.
    pub label: String,
    /// What is wrong: lower case, no final period, code in backticks.
    pub message: String,
    /// Further places, in the order of the story.
    pub labels: Vec<Label>,
    /// The chain of calls that proves it, from the primary place to the root.
    pub trace: Vec<Step>,
    /// What to do.
    pub help: Option<String>,
    /// Edits that do it.
    pub fix: Option<Fix>,
    /// How sure and how hot.
    pub grade: Grade,
    /// The path of the function that holds the primary place: `crate::module::Type::method`.
    pub function: String,
    /// The closures and async blocks of that function around the primary place, outermost first.
    pub inside: Vec<Enclosure>,
    /// The library path at the end of the trace, or what else the finding is about.
    pub root: String,
}

/// Code that runs apart from the function it is written in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Enclosure {
    /// A plain closure.
    Closure,
    /// An async block or an async closure.
    Future,
}

impl Finding {
    /// A finding at a place, with what stands under it. Until [`Finding::grade`] says otherwise it
    /// is certain and hot.
    pub fn new(place: Place, label: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            place,
            label: label.into(),
            message: message.into(),
            labels: Vec::new(),
            trace: Vec::new(),
            help: None,
            fix: None,
            grade: Grade::CERTAIN,
            function: String::new(),
            inside: Vec::new(),
            root: String::new(),
        }
    }

    /// The function that holds the place, and what the finding is about: both outlive edits
    /// elsewhere in the file.
    pub fn of(self, function: impl Into<String>, root: impl Into<String>) -> Self {
        Self { function: function.into(), root: root.into(), ..self }
    }

    /// How sure and how hot.
    pub fn grade(self, grade: Grade) -> Self {
        Self { grade, ..self }
    }

    /// Certain wherever it runs; said of a test.
    pub fn certain(self, test: bool) -> Self {
        self.grade(Grade { test, ..Grade::CERTAIN })
    }

    /// The proof.
    pub fn trace(self, trace: Vec<Step>) -> Self {
        Self { trace, ..self }
    }

    /// A further place.
    pub fn label(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label { place, text: text.into() });
        self
    }

    /// Edits that do what is to do.
    pub fn fix(self, fix: Option<Fix>) -> Self {
        Self { fix, ..self }
    }

    /// What to do.
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// Edits that mend a finding. They stand in one file, and none touches another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What they do, in a few words.
    pub title: String,
    /// Whether the code does the same afterwards, save for what was wrong.
    pub safety: Safety,
    /// The edits, in the order of the text.
    pub edits: Vec<Edit>,
}

/// Whether a fix can be applied without a look at it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Safety {
    /// The code does what it did.
    Safe,
    /// It may do something else, or need another change to compile.
    Unsafe,
}

/// A text that takes the place of another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// What goes; empty where something is only added.
    pub place: Place,
    /// What comes.
    pub text: String,
}

/// A place with a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What to say there.
    pub text: String,
}

/// One hop of a trace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The call, or the root.
    pub place: Place,
    /// The hop as a sentence: `` `load` calls `read_all` ``.
    pub message: String,
    /// What stands under the place: `called here`.
    pub label: String,
}

/// How sure, and how hot. The engine sets it from the witness.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Grade {
    /// Whether each hop of the chain is one resolved body.
    pub certainty: Certainty,
    /// How concurrently the code runs.
    pub heat: Heat,
    /// How much work hides behind the root.
    pub weight: Weight,
    /// The code does it itself, not a function that it calls.
    pub direct: bool,
    /// How many of the functions between the code and the root reach the next only where a condition
    /// of theirs holds.
    pub conditions: usize,
    /// The item is a test, or stands in one.
    pub test: bool,
}

impl Grade {
    /// Certain, hot and heavy.
    pub const CERTAIN: Grade = Grade {
        certainty: Certainty::Certain,
        heat: Heat::Hot,
        weight: Weight::Long,
        direct: true,
        conditions: 0,
        test: false,
    };
}
