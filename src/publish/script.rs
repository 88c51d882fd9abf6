//! JavaScript of ours, made smaller where no tool of JavaScript is at hand: whoever builds a campaign has the native command alone.
//!
//! Only what our own sources promise is made use of: comments fill a line, and no text goes over several.

/// Several sources as one, without comments and indentation.
#[must_use]
pub fn small(sources: &[&str]) -> String {
    let lines = sources.iter().flat_map(|source| source.lines()).map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_lines_of_comment_and_indentation_go() {
        let source = "// Why.\nexport function f() {\n\n    // How.\n    return 'https://a.example'\n}\n";
        assert_eq!(small(&[source, "f()"]), "export function f() {\nreturn 'https://a.example'\n}\nf()\n");
    }
}
