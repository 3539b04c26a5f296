//! What the reader's terminal can show, and what the environment asks of it.

use std::io::IsTerminal;

use crate::cli::args::ColorChoice;
use crate::report::Look;

/// The width of what is no terminal.
const WIDTH: usize = 100;
/// Narrower than this nothing can be read any more.
const LEAST_WIDTH: usize = 40;

/// How to print to standard output and to standard error.
pub(super) fn looks(choice: ColorChoice) -> (Look, Look) {
    let output = look(choice, std::io::stdout().is_terminal(), supports_unicode::Stream::Stdout);
    let error = look(choice, std::io::stderr().is_terminal(), supports_unicode::Stream::Stderr);
    (output, error)
}

fn look(choice: ColorChoice, terminal: bool, stream: supports_unicode::Stream) -> Look {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let color = color(choice, terminal, variable);
    let width = terminal_size::terminal_size().filter(|_| terminal);
    Look {
        color,
        unicode: supports_unicode::on(stream),
        width: width.map_or(WIDTH, |(width, _)| usize::from(width.0).max(LEAST_WIDTH)),
        links: false,
    }
}

/// The flag wins over the environment, the environment over what the terminal is.
fn color(choice: ColorChoice, terminal: bool, variable: impl Fn(&str) -> Option<String>) -> bool {
    let is_on = |name: &str| variable(name).is_some_and(|value| value != "0");
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if variable("NO_COLOR").is_some() => false,
        ColorChoice::Auto if is_on("CLICOLOR_FORCE") || is_on("FORCE_COLOR") => true,
        ColorChoice::Auto if variable("TERM").is_some_and(|term| term == "dumb") => false,
        ColorChoice::Auto if variable("CLICOLOR").is_some_and(|value| value == "0") => false,
        ColorChoice::Auto => terminal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(choice: ColorChoice, terminal: bool, variables: &[(&str, &str)]) -> bool {
        let find = |name: &str| variables.iter().find(|(key, _)| *key == name);
        color(choice, terminal, |name| find(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_flag_wins() {
        assert!(with(ColorChoice::Always, false, &[("NO_COLOR", "1")]));
        assert!(!with(ColorChoice::Never, true, &[("CLICOLOR_FORCE", "1")]));
    }

    #[test]
    fn the_environment_comes_next() {
        let auto = ColorChoice::Auto;
        assert!(with(auto, true, &[]));
        assert!(!with(auto, false, &[]));
        assert!(!with(auto, true, &[("NO_COLOR", "1"), ("FORCE_COLOR", "1")]));
        assert!(with(auto, false, &[("FORCE_COLOR", "1")]));
        assert!(with(auto, false, &[("CLICOLOR_FORCE", "1")]));
        assert!(!with(auto, false, &[("CLICOLOR_FORCE", "0")]));
        assert!(!with(auto, true, &[("TERM", "dumb")]));
        assert!(!with(auto, true, &[("CLICOLOR", "0")]));
    }
}
