//! `griot schema`: what files may hold, for editors.

use super::terminal::Terminal;
use super::{Ending, Failure};
use crate::content::{SCHEMAS, schema};
use crate::diagnostic::nearest;
use crate::pipeline;

/// Prints the schema of that name, or the names of all.
pub(super) fn run(terminal: &Terminal, name: Option<&str>) -> Result<Ending, Failure> {
    let Some(name) = name else {
        let widest = SCHEMAS.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        for (name, of) in SCHEMAS {
            terminal.print(&format!("{name:widest$}  {of}\n"));
        }
        return Ok(Ending::Done);
    };
    let Some(schema) = schema(name, &pipeline::rules()) else {
        let names: Vec<&str> = SCHEMAS.iter().map(|(name, _)| *name).collect();
        let help = match nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the schemas are {}", names.join(", ")),
        };
        let name = name.escape_debug();
        return Err(Failure::tool(format!("there is no schema `{name}`\nhelp: {help}")));
    };
    terminal.print(&schema);
    Ok(Ending::Done)
}
