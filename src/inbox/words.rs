//! The inbox's own words, in English and Korean.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use url::form_urlencoded;

use crate::locale::language_of;

macro_rules! words {
    ($($name:ident: $en:literal, $ko:literal;)*) => {
        /// One language.
        pub struct Words { pub lang: &'static str, $(pub $name: &'static str),* }
        static EN: Words = Words { lang: "en", $($name: $en),* };
        static KO: Words = Words { lang: "ko", $($name: $ko),* };
    };
}

words! {
    title: "Inbox", "수신함";
    lead_count_one: "1 message", "메시지 1개";
    lead_count: "{n} messages", "메시지 {n}개";
    search: "Search", "검색"; all: "All", "전체"; since: "From", "시작일"; until: "To", "종료일"; find: "Search", "검색"; find_all: "Show all", "전체 보기";
    filters: "Filters", "필터";
    none_found: "No lead matches", "일치하는 리드가 없습니다"; none_found_text: "Fewer words or a wider choice find more.", "검색어를 줄이거나 조건을 넓혀 보세요.";
    older: "Older", "이전 리드"; newest: "Newest", "최신 리드"; back: "All leads", "전체 리드"; own_page: "Open this lead", "리드 열기";
    erase: "Erase this person…", "이 사람의 정보 삭제…"; erase_button: "Erase for good", "영구 삭제";
    erase_text: "Every message of every lead with {email} is erased, and what was told of their visits. This cannot be undone. What other receivers were sent stays with them.",
        "{email} 주소가 있는 모든 리드의 모든 메시지와 방문 기록을 삭제합니다. 되돌릴 수 없습니다. 다른 수신처로 이미 전송된 내용은 그곳에 남습니다.";
    erased: "Messages erased: {n}", "삭제한 메시지: {n}개";
    export: "Export", "내보내기";
    live: "Live", "실시간";
    offline: "Not connected", "연결 끊김";
    other_lang: "한국어", "English";
    empty_title: "Waiting for the first lead", "첫 번째 리드를 기다리고 있습니다";
    empty_text: "Every lead your forms send here appears on this page by itself, with its score, its consent and where it came from.",
        "폼에서 보낸 리드가 점수, 동의 기록, 유입 경로와 함께 이 페이지에 자동으로 나타납니다.";
    empty_site: "Fill in the form on your site:", "사이트에서 폼을 작성해 보세요:";
    empty_curl: "Or send one from a terminal:", "또는 터미널에서 보내 보세요:";
    who: "Who", "이름"; form: "Form", "폼"; level: "Level", "등급"; score: "Score", "점수";
    reasons: "Reasons", "근거"; received: "Received", "수신 시각";
    anonymous: "No name given", "이름 없음"; no_score: "No score", "점수 없음";
    answers: "Answers", "답변"; no_answers: "No fields were filled in.", "입력한 항목이 없습니다.";
    consent: "Consent", "동의"; no_consent: "This form asked for no consent.", "동의 항목이 없는 폼입니다.";
    no_consent_text: "The words shown are not on record.", "표시된 문구가 기록되어 있지 않습니다.";
    granted: "Granted", "동의함"; denied: "Denied", "동의 안 함"; pending: "Awaiting confirmation", "확인 대기";
    rule: "Rule", "규칙"; dimension: "Dimension", "영역"; count: "Times", "횟수"; points: "Points", "점수"; total: "Total", "합계";
    engagement: "Engagement", "참여도"; fit: "Fit", "적합도";
    no_explanation: "No rule gave points.", "점수를 준 규칙이 없습니다.";
    probability: "Probability", "확률"; learned_fact: "What is known", "알려진 사실"; learned_odds: "Odds", "승산";
    learned_start: "Where every lead starts", "모든 리드의 출발점";
    learned_note: "Learned from earlier leads: odds at the start, multiplied by each line.", "이전 리드에서 학습한 값입니다. 출발점의 승산에 각 줄의 값을 곱합니다.";
    native_score: "Sent by a page without scripts, which keeps no score.", "스크립트 없이 전송되어 점수가 없습니다.";
    replay_match: "Worked out again from its evidence: the same score.", "근거로 다시 계산한 결과 점수가 같습니다.";
    replay_mismatch: "Does not follow from its evidence:", "근거와 맞지 않습니다:";
    replay_claimed: "Told", "전송된 값"; replay_found: "Found", "계산한 값"; replay_key: "Key", "항목";
    replay_unknown: "From another version of the campaign: start the inbox with that one to check the score.",
        "다른 버전의 캠페인에서 온 리드입니다. 해당 버전으로 수신함을 시작하면 점수를 확인할 수 있습니다.";
    replay_none: "Carries no evidence, so that no score can be checked.", "근거가 없어 점수를 확인할 수 없습니다.";
    mismatch: "Score does not add up", "점수 불일치";
    source: "Source", "유입 경로"; first_touch: "First visit from", "첫 방문"; last_touch: "Last visit from", "마지막 방문";
    referrer: "Referrer", "리퍼러"; landing: "Landing page", "랜딩 페이지"; touches: "Arrivals", "유입 횟수";
    title_of_page: "Title", "제목"; visit: "Visit", "방문"; page: "Page", "페이지"; language: "Language", "언어"; time_zone: "Time zone", "시간대";
    visits: "Visits", "방문 수"; pages: "Pages seen", "조회 페이지"; first_seen: "First seen", "첫 방문 시각";
    stage: "Stage", "단계"; tags: "Tags", "태그"; experiments: "Experiments", "실험"; value: "Value", "가치"; reason: "Reason", "사유";
    passed_on: "Passed on to", "전달"; attempts: "{n} attempts", "시도 {n}회";
    forward_queued: "Waiting", "대기 중"; forward_confirmed: "Delivered", "전달됨"; forward_failed: "Refused", "거부됨"; forward_expired: "Given up", "전달 포기";
    message: "Message", "메시지"; campaign: "Campaign", "캠페인"; created: "Created", "생성 시각"; attempt: "Attempt", "시도";
    message_id: "Message ID", "메시지 ID"; lead_id: "Lead ID", "리드 ID"; raw: "Raw JSON", "원본 JSON";
    test: "Test", "테스트"; spam: "Suspected spam", "스팸 의심"; no_scripts: "No scripts", "스크립트 없음";
    level_none: "None", "없음"; level_disqualified: "Disqualified", "부적격";
    kind_captured: "New lead", "새 리드"; kind_qualified: "Qualified", "자격 충족"; kind_updated: "Updated", "업데이트"; kind_partial: "Partial", "일부 작성";
    kind_withdrawn: "Consent withdrawn", "동의 철회"; kind_erase: "Erasure requested", "삭제 요청";
    thanks_title: "Thank you, we have received it", "감사합니다, 접수되었습니다";
    thanks_text: "You can close this page.", "이 페이지를 닫으셔도 됩니다.";
    missing_title: "Something is still missing", "아직 입력하지 않은 항목이 있습니다";
    missing_text: "Nothing has been sent yet. Please go back with your browser's Back button, where your answers are still filled in, and complete:",
        "아직 전송되지 않았습니다. 브라우저의 뒤로 가기 버튼을 누르면 작성한 내용이 그대로 있습니다. 다음 항목을 완성해 주세요:";
    missing_again: "Go back to the page", "페이지로 돌아가기";
    token_title: "This inbox asks for its token", "토큰이 필요한 수신함입니다";
    token_text: "It was printed when the inbox was started, or chosen with --token.", "수신함을 시작할 때 표시되었거나 --token으로 지정한 값입니다.";
    token_label: "Token", "토큰"; token_open: "Open the inbox", "수신함 열기";
}

impl Words {
    /// Those of a locale such as `ko-KR`; English for every other.
    pub fn of(locale: &str) -> &'static Self {
        if language_of(locale).eq_ignore_ascii_case("ko") { &KO } else { &EN }
    }

    /// Those a reader asks for: by `?lang=`, else by the browser's languages.
    pub fn wanted(headers: &HeaderMap, query: Option<&str>) -> &'static Self {
        let asked = form_urlencoded::parse(query.unwrap_or_default().as_bytes()).find(|(key, _)| key == "lang");
        if let Some((_, lang)) = asked {
            return Self::of(&lang);
        }
        Self::of(preferred(headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default()))
    }

    pub fn level(&self, level: &str) -> String {
        match level {
            "none" => self.level_none.to_owned(),
            "disqualified" => self.level_disqualified.to_owned(),
            "mql" | "sal" | "sql" => level.to_uppercase(),
            own => own.replace('_', " "),
        }
    }

    pub fn forward_state<'a>(&self, state: &'a str) -> &'a str {
        match state {
            "queued" => self.forward_queued,
            "confirmed" => self.forward_confirmed,
            "failed" => self.forward_failed,
            "expired" => self.forward_expired,
            other => other,
        }
    }

    pub fn consent_state<'a>(&self, state: &'a str) -> &'a str {
        match state {
            "granted" => self.granted,
            "denied" => self.denied,
            "pending" => self.pending,
            other => other,
        }
    }

    pub fn dimension<'a>(&self, dimension: &'a str) -> &'a str {
        match dimension {
            "engagement" => self.engagement,
            "fit" => self.fit,
            "total" => self.total,
            other => other,
        }
    }

    /// What makes a message another thing than a new lead.
    pub fn kind<'a>(&self, kind: &'a str) -> Option<&'a str> {
        Some(match kind {
            "lead.captured" => return None,
            "lead.qualified" => self.kind_qualified,
            "lead.updated" => self.kind_updated,
            "lead.partial" => self.kind_partial,
            "consent.withdrawn" => self.kind_withdrawn,
            "lead.erase_requested" => self.kind_erase,
            other => other,
        })
    }

    pub fn messages(&self, count: u64) -> String {
        if count == 1 { self.lead_count_one.to_owned() } else { self.lead_count.replace("{n}", &count.to_string()) }
    }
}

/// The first of the languages with the highest weight that there are words for.
fn preferred(accept_language: &str) -> &str {
    let mut best = ("en", 0.0);
    for entry in accept_language.split(',') {
        let (locale, weight) = entry.split_once(';').unwrap_or((entry, "q=1"));
        let weight: f32 = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse().ok()).unwrap_or(0.0);
        let locale = locale.trim();
        if matches!(language_of(locale), "en" | "ko") && weight > best.1 {
            best = (locale, weight);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_gets_the_language_with_the_highest_weight() {
        let cases = [("", "en"), ("ko-KR,ko;q=0.9,en;q=0.8", "ko"), ("en;q=0.5, ko;q=0.9", "ko"), ("fr, ko;q=0", "en"), ("*", "en")];
        for (header, lang) in cases {
            assert_eq!(Words::of(preferred(header)).lang, lang, "{header}");
        }
    }
}
