//! What kind of mailboxes a domain has, from the filter that `scripts/data/mailboxes.mjs` makes of open lists.
//!
//! The same lookup as `src/aids/email.js` does in a visitor's browser, and the shards that publishing puts beside it; both are held
//! to `tests/aids/mailboxes.json`. It knows domains only: whether an address is valid or names a role is `email`'s to say.

/// 64 shards; the script's first lines describe them.
static FILTER: &[u8] = include_bytes!("../../data/mailboxes.bin");
const SEED_OF_SHARD: u32 = 0x811c_9dc5;
const SEED_OF_PRINT: u32 = 0x9747_b28c;
/// Second levels that are nobody's own: `co.uk`, `or.kr`.
const SHARED: [&str; 12] = ["ac", "co", "com", "edu", "go", "gov", "my", "ne", "net", "or", "org", "web"];
/// As long as a domain can be (RFC 1035).
const LONGEST: usize = 253;
/// Listed domains have so many labels; a longer one is looked for as it stands, and its ends of this length.
const LABELS: usize = 3;

/// One shard: its bytes, and in them the fingerprints of throw-away domains and of free ones.
struct Shard {
    bytes: &'static [u8],
    disposable: &'static [u8],
    free: &'static [u8],
}

/// `disposable` for a domain of throw-away mailboxes or one below it, `free` for a domain where anybody gets a mailbox. One in
/// thousands of others is mistaken for one.
#[must_use]
pub fn kind_of_domain(domain: &str) -> Option<&'static str> {
    if domain.len() > LONGEST {
        return None;
    }
    let domain = domain.to_ascii_lowercase();
    lookups(&domain).find_map(|name| kind_of_name(name).filter(|kind| *kind == "disposable" || name == domain))
}

/// The files a visitor's browser fetches one of: `mail-00.bin` to `mail-63.bin`, and what is in them.
pub fn shards() -> impl Iterator<Item = (String, Vec<u8>)> {
    all().enumerate().map(|(index, shard)| (format!("mail-{index:02}.bin"), shard.bytes.to_vec()))
}

fn all() -> impl Iterator<Item = Shard> {
    let mut rest = FILTER;
    std::iter::from_fn(move || {
        let ([d0, d1, f0, f1], prints) = rest.split_first_chunk()?;
        let (disposable, after) = prints.split_at_checked(usize::from(u16::from_le_bytes([*d0, *d1])) * 3)?;
        let (free, after) = after.split_at_checked(usize::from(u16::from_le_bytes([*f0, *f1])) * 3)?;
        let (bytes, _) = rest.split_at_checked(rest.len() - after.len())?;
        rest = after;
        Some(Shard { bytes, disposable, free })
    })
}

/// The domain, and what it lies in as far as somebody owns it.
fn lookups(domain: &str) -> impl Iterator<Item = &str> {
    let ends = std::iter::successors(Some(domain), |name| name.split_once('.').map(|(_, parent)| parent));
    ends.enumerate().filter(|(index, name)| *index == 0 || is_owned(name)).map(|(_, name)| name).filter(|name| name.contains('.'))
}

fn is_owned(name: &str) -> bool {
    let labels = name.split('.').count();
    let is_shared = labels == 2 && name.split('.').next().is_some_and(|first| SHARED.contains(&first));
    labels <= LABELS && !is_shared
}

fn kind_of_name(name: &str) -> Option<&'static str> {
    let shard = all().nth((hash(name, SEED_OF_SHARD) >> 26) as usize)?;
    let print = hash(name, SEED_OF_PRINT) >> 8;
    let kinds = [("disposable", shard.disposable), ("free", shard.free)];
    kinds.into_iter().find(|(_, prints)| holds(prints, print)).map(|(kind, _)| kind)
}

fn holds(prints: &[u8], print: u32) -> bool {
    let (prints, _) = prints.as_chunks::<3>();
    prints.binary_search_by_key(&print, |[high, middle, low]| u32::from_be_bytes([0, *high, *middle, *low])).is_ok()
}

/// FNV-1a, and a stir for its high bits.
fn hash(text: &str, seed: u32) -> u32 {
    let hash = text.bytes().fold(seed, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let stirred = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    stirred ^ (stirred >> 13)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Table {
        cases: Vec<(String, String, Option<String>)>,
    }

    #[test]
    fn the_browser_and_the_command_look_domains_up_alike() {
        let table: Table = serde_json::from_str(include_str!("../../tests/aids/mailboxes.json")).expect("a table of cases");
        for (name, domain, kind) in &table.cases {
            assert_eq!(kind_of_domain(domain), kind.as_deref(), "{name}: {domain}");
        }
    }

    #[test]
    fn the_filter_is_64_shards_and_nothing_else() {
        let shards: Vec<(String, Vec<u8>)> = shards().collect();
        assert_eq!(shards.iter().map(|(_, bytes)| bytes.len()).sum::<usize>(), FILTER.len());
        let names: Vec<&str> = shards.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!((names.len(), names[0], names[63]), (64, "mail-00.bin", "mail-63.bin"));
    }

    #[test]
    fn no_text_is_too_strange_to_be_looked_up() {
        for text in ["", ".", "..", "a..b", ".com", "com", "회사.example", &"a.".repeat(10_000)] {
            assert_eq!(kind_of_domain(text), None, "{text:.20}");
        }
    }
}
