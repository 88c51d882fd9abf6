//! ```` ```sh ````: targets that the Makefile has, subcommands and flags that `leadwell` takes, files that are there. What is somebody
//! else's program is only known by name.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Mutex;

use crate::every_block;
use crate::pages::{Block, root};

/// Of hosts, systems and shells; nobody here runs them.
const OTHERS: [&str; 26] = [
    "apt",
    "a2enmod",
    "aws",
    "caddy",
    "cd",
    "certbot",
    "chmod",
    "cp",
    "curl",
    "docker",
    "echo",
    "export",
    "git",
    "mkdir",
    "nginx",
    "node",
    "npm",
    "npx",
    "openssl",
    "rm",
    "rustup",
    "sqlite3",
    "systemctl",
    "cat",
    "jq",
    "tar",
];

#[test]
fn every_command_is_one_that_there_is() {
    let helps = Mutex::new(BTreeMap::new());
    every_block(|block| block.info == "sh", |block| lines(block).iter().try_for_each(|line| is_known(line, &helps)));
}

/// Whole commands: lines that end with a backslash go on, and what stands behind `#` is said to people.
fn lines(block: &Block) -> Vec<String> {
    let joined = block.text.replace("\\\n", " ");
    let lines = joined.lines().map(|line| line.split(" #").next().unwrap_or_default().trim().trim_start_matches("$ ").to_owned());
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .flat_map(|line| line.split("&&").map(|one| one.trim().to_owned()).collect::<Vec<_>>())
        .collect()
}

fn is_known(line: &str, helps: &Mutex<BTreeMap<String, String>>) -> Result<(), String> {
    let mut words = line.split_whitespace().skip_while(|word| is_variable(word)).peekable();
    let Some(program) = words.next().map(|word| word.trim_start_matches('(')) else { return Ok(()) };
    match program {
        "make" => {
            let makefile = std::fs::read_to_string(root().join("Makefile")).expect("the Makefile");
            let target = words.next().unwrap_or("serve");
            let is_there = makefile.lines().any(|line| line.starts_with(&format!("{target}:")));
            is_there.then_some(()).ok_or_else(|| format!("make has no target {target}"))
        }
        "leadwell" | "target/release/leadwell" => subcommand(&words.collect::<Vec<_>>(), helps),
        "cargo" => match words.skip_while(|word| *word != "--").skip(1).collect::<Vec<_>>() {
            arguments if arguments.is_empty() => Ok(()),
            arguments => subcommand(&arguments, helps),
        },
        path if path.starts_with("scripts/") || path.starts_with("deploy/") || path.starts_with("./") => {
            root().join(path).exists().then_some(()).ok_or_else(|| format!("{path} is not there"))
        }
        other if OTHERS.contains(&other) => Ok(()),
        other => Err(format!("{other}: no program that is known here")),
    }
}

fn is_variable(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
}

fn subcommand(arguments: &[&str], helps: &Mutex<BTreeMap<String, String>>) -> Result<(), String> {
    let Some(name) = arguments.first().filter(|name| !name.starts_with('-')) else { return Ok(()) };
    // Some have subcommands of their own: `texts export`.
    let [help, of_the_next] = [1, 2].map(|count| help_of(arguments.get(..count).unwrap_or_default(), helps));
    if help.is_empty() {
        return Err(format!("leadwell has no subcommand {name}"));
    }
    let help = help + &of_the_next;
    let flags = arguments.iter().filter(|word| word.starts_with("--")).map(|flag| flag.split('=').next().unwrap_or_default());
    let unknown: Vec<&str> = flags.filter(|flag| !help.contains(flag)).collect();
    if unknown.is_empty() { Ok(()) } else { Err(format!("leadwell {name} takes no {}", unknown.join(", "))) }
}

fn help_of(words: &[&str], helps: &Mutex<BTreeMap<String, String>>) -> String {
    let ask = || {
        let output = Command::new(env!("CARGO_BIN_EXE_leadwell")).args(words).arg("--help").output().expect("leadwell runs");
        if output.status.success() { String::from_utf8_lossy(&output.stdout).into_owned() } else { String::new() }
    };
    helps.lock().expect("whole").entry(words.join(" ")).or_insert_with(ask).clone()
}
