//! Channels: GA4's default channel group (<https://support.google.com/analytics/answer/9756891>), in its order, with its
//! expressions as published. Which sites are search engines, networks and so on is told by `sites`.

use super::sites::SHOPPING;
use crate::search::{contains, cut, parts};

/// Every channel there is.
#[cfg(feature = "native")]
pub const CHANNELS: [&str; 20] = [
    "direct",
    "cross_network",
    "paid_shopping",
    "paid_search",
    "paid_social",
    "paid_video",
    "display",
    "paid_other",
    "organic_shopping",
    "organic_social",
    "organic_video",
    "organic_search",
    "referral",
    "email",
    "affiliates",
    "audio",
    "sms",
    "mobile_push_notifications",
    "ai_assistant",
    "unassigned",
];

/// The medium of a link that an assistant gave, as GA4 calls it.
pub(super) const OF_ASSISTANTS: &str = "ai-assistant";

/// GA4's rules in their order: a channel, the kind of site it is for, and media that make it one besides. `+` asks for a paid medium
/// too; `*` stands before a part of a medium, `<` before its ending, `@` before a source. As a text: a `match` of the same weighs more.
const RULES: &str = "\
paid_shopping +shopping \n\
paid_search +search \n\
paid_social +social \n\
paid_video +video \n\
display - display,banner,expandable,interstitial,cpm\n\
paid_other + \n\
ai_assistant assistant ai-assistant\n\
organic_shopping shopping \n\
organic_social social social,social-network,social-media,sm,social network,social media\n\
organic_video video *video\n\
organic_search search organic\n\
referral - referral,app,link\n\
email - email,e-mail,e_mail,e mail,@email,@e-mail,@e_mail,@e mail\n\
affiliates - affiliate\n\
audio - audio\n\
sms - sms,@sms\n\
mobile_push_notifications - <push,*mobile,*notification,@firebase";

/// The channel of what has a source or a tag; `kind` is the source's. Capitals make no difference.
pub(super) fn channel(kind: &str, source: &str, medium: &str, campaign: &str) -> &'static str {
    let (source, medium, campaign) = (source.to_ascii_lowercase(), medium.to_ascii_lowercase(), campaign.to_ascii_lowercase());
    let paid = contains(&medium, "cp") || is_one_of("ppc,retargeting", &medium) || medium.starts_with("paid");
    let kind = if names_a_shop(&campaign) { SHOPPING } else { kind };
    if contains(&campaign, "cross-network") {
        return "cross_network";
    }
    for rule in parts(RULES, '\n') {
        let (channel, rest) = cut(rule, ' ').unwrap_or_default();
        let (wanted, words) = cut(rest, ' ').unwrap_or_default();
        let fits = match wanted.strip_prefix('+') {
            Some(wanted) => paid && (wanted.is_empty() || wanted == kind),
            None => wanted == kind || parts(words, ',').any(|word| word_fits(word, &source, &medium)),
        };
        if fits {
            return channel;
        }
    }
    "unassigned"
}

fn word_fits(word: &str, source: &str, medium: &str) -> bool {
    let (mark, rest) = word.split_at_checked(1).unwrap_or_default();
    match mark {
        "*" => contains(medium, rest),
        "<" => medium.ends_with(rest),
        "@" => source == rest,
        _ => !word.is_empty() && medium == word,
    }
}

/// Whether a word stands in a list with commas: a comparison with each by itself weighs more.
#[inline(never)]
pub(super) fn is_one_of(list: &str, word: &str) -> bool {
    for known in parts(list, ',') {
        if known == word {
            return true;
        }
    }
    false
}

/// GA4's `(([^a-df-z]|^)shop|shopping)`: a word that begins with shop, or eshop, or shopping anywhere.
fn names_a_shop(campaign: &str) -> bool {
    let begins_a_word = |before: &str| before.chars().next_back().is_none_or(|c| c == 'e' || !c.is_ascii_lowercase());
    let mut words = (0..campaign.len()).filter_map(|at| campaign.split_at_checked(at));
    contains(campaign, "shopping") || words.any(|(before, rest)| rest.starts_with("shop") && begins_a_word(before))
}
