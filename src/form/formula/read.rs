//! Reading a formula as its author wrote it.

use crate::digits::number_of;
use crate::value::{Value, Write};

/// Deeper brackets are nobody's formula.
const DEEPEST: u32 = 32;

/// A formula that cannot be read: something else was expected at this byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slip(pub usize);

/// The tree of a formula.
///
/// # Errors
/// Where it cannot be read.
pub fn read(formula: &str) -> Result<Value, Slip> {
    let mut reader = Reader { formula, at: 0, depth: 0 };
    let tree = reader.comparison()?;
    reader.skip_space();
    if reader.at == formula.len() { Ok(tree) } else { Err(Slip(reader.at)) }
}

/// The names of fields a formula reads.
///
/// # Errors
/// Where it cannot be read.
#[cfg(feature = "native")]
pub fn names_in(formula: &str) -> Result<Vec<String>, Slip> {
    fn collect(tree: &Value, names: &mut Vec<String>) {
        match tree {
            Value::String(name) => names.push(name.clone()),
            Value::Array(parts) if parts.first().and_then(Value::as_str) != Some("points") => {
                parts.iter().skip(1).for_each(|part| collect(part, names));
            }
            _ => {}
        }
    }
    let mut names = Vec::new();
    collect(&read(formula)?, &mut names);
    Ok(names)
}

struct Reader<'a> {
    formula: &'a str,
    at: usize,
    depth: u32,
}

fn tree(operation: &str, arguments: impl IntoIterator<Item = Value>) -> Value {
    Value::Array(std::iter::once(operation.write()).chain(arguments).collect())
}

impl<'a> Reader<'a> {
    fn comparison(&mut self) -> Result<Value, Slip> {
        let left = self.sum()?;
        let sign = ["<=", ">=", "==", "!=", "<", ">"].into_iter().find(|sign| self.takes(sign));
        let Some(sign) = sign else { return Ok(left) };
        Ok(tree(sign, [left, self.sum()?]))
    }

    fn sum(&mut self) -> Result<Value, Slip> {
        let mut left = self.product()?;
        while let Some(sign) = ["+", "-"].into_iter().find(|sign| self.takes(sign)) {
            left = tree(sign, [left, self.product()?]);
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Value, Slip> {
        let mut left = self.single()?;
        while let Some(sign) = ["*", "/", "%"].into_iter().find(|sign| self.takes(sign)) {
            left = tree(sign, [left, self.single()?]);
        }
        Ok(left)
    }

    fn single(&mut self) -> Result<Value, Slip> {
        if self.depth >= DEEPEST {
            return Err(Slip(self.at));
        }
        self.depth += 1;
        let result = self.number_name_or_bracket();
        self.depth -= 1;
        result
    }

    fn number_name_or_bracket(&mut self) -> Result<Value, Slip> {
        if self.takes("-") {
            return Ok(tree("-", [Value::Number(0.0), self.single()?]));
        }
        if self.takes("(") {
            let inside = self.comparison()?;
            return self.expect(")").map(|()| inside);
        }
        self.skip_space();
        let begin = self.at;
        let word = self.word();
        if word.is_empty() {
            return Err(Slip(begin));
        }
        if word.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
            return number_of(word).map(Value::Number).ok_or(Slip(begin));
        }
        if self.takes("(") { self.call(word, begin) } else { Ok(word.write()) }
    }

    fn call(&mut self, name: &str, begin: usize) -> Result<Value, Slip> {
        if name == "points" || name == "best" {
            let key = if name == "points" { self.word() } else { "" };
            return self.expect(")").map(|()| tree(name, [key.write()]));
        }
        let mut arguments = vec![self.comparison()?];
        while self.takes(",") {
            arguments.push(self.comparison()?);
        }
        self.expect(")")?;
        let wanted = match name {
            "round" | "floor" | "ceil" => 1,
            "min" | "max" => 2,
            "if" => 3,
            _ => 0,
        };
        if arguments.len() == wanted { Ok(tree(name, arguments)) } else { Err(Slip(begin)) }
    }

    /// Letters, digits, points and underscores.
    fn word(&mut self) -> &'a str {
        self.skip_space();
        let rest = self.formula.get(self.at..).unwrap_or_default();
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        let rest = self.formula.get(self.at..).unwrap_or_default();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn takes(&mut self, sign: &str) -> bool {
        self.skip_space();
        let takes = self.formula.get(self.at..).is_some_and(|rest| rest.starts_with(sign));
        if takes {
            self.at += sign.len();
        }
        takes
    }

    fn expect(&mut self, sign: &str) -> Result<(), Slip> {
        if self.takes(sign) { Ok(()) } else { Err(Slip(self.at)) }
    }
}
