//! What asyncheck has to say about its own sight. `triage` makes these of the notes of a run.

pub mod internal_error;
pub mod unparsed_file;
