//! Names that are everyday words too: in the words of a mood they are mostly that.

use crate::catalogue::shared::Named;

/// Names of dramas and artists, folded and without spaces.
const NAMES: &str = "\
    abyss allin angeleyes apink badboy badguy beast beige ben bestlove big bigthing boyfriend brilliantlegacy can chocolate colde cruelcity crush \
    dazzling dearmyfriends december dino dinnermate doctors eclipse encounter entertainer everysingleday faith familiarwife firstlove fixyou \
    flying gain goldentime gooddoctor goodperson gummy healer heartstrings heirs hen imissyou invisibleman iris jacob joy just lietome life link \
    live lives loco mark mask max mi missingyou misty motte mycountry mydearest mydemon mygirl myname neon nevertheless niceguy nine noel onair \
    onefineday ourblues palace pasta phoenix piano pink playfulkiss primary producer producers punch purelove redsky redvelvet sadlovestory secret \
    secretlove secondmoon seventeen shark signal snowqueen solar someday spring springnight stay stranger sunny surelytomorrow sweethome thatfool \
    theglory thegreatestlove thelegend thenext therebel thesnowqueen threedays tomorrowwithyou truebeauty twice vagabond wax welcome wendy wetter \
    why winter wonderfulworld yellow \
    가면 거미 거침 검프 공남 공신 과거 괴물 궁 그리 나비 나인 남자친구 노을 대물 디셈버 디어 때려 라이브 라이프 류 리아 린 멸망 미 미사 밀회 베이지 벤 \
    별 보고싶다 보나 보아 봄밤 부세 불새 뷔 비밀 비비 빅 빅뱅 사야 사랑비 산들 상어 상속자들 성스 성준 성훈 소래 소유 소진 솔라 수호 숀 스무살 스캐 \
    스타트업 스테이 슬기 시그널 시연 시원 신의 썸데이 알리 양파 어서와 엄지 엔 여은 여자친구 연모 연인 영준 온에어 온유 올인 옷소매 우기 우성 우영 \
    우지 원희 윈터 은하 응급남녀 이산 이상이 이수 이정 이지 이현 저스트 적재 정우 정인 제이 조이 종현 주 주원 지나 지성 지아 지연 지효 진 진실 \
    착한남자 첫사랑 청춘기록 초콜릿 추노 치즈 캔 커피소년 커피하우스 켄 콜드 큐 크리스탈 탑 태양 태후 파스타 펀치 포스트맨 피아노 하나 하늘 하루 하림 하울 \
    해빈 헨 현재 환희 효정 흰 히트 운명 최고의사랑 미안하다사랑한다 괜찮아사랑이야 나쁜남자 신의선물 고백부부";

/// Whether a name, folded and without spaces, is an everyday word or turn of speech.
pub(super) fn is_ordinary(name: &str) -> bool {
    NAMES.split_ascii_whitespace().any(|own| own == name)
}

/// Words that say of the one beside them that it is a drama.
const DRAMAS: &str =
    "from ost osts soundtrack soundtracks drama dramas kdrama kdramas series 드라마 오에스티 나온 나오는 주제곡";

/// Words that say of the one beside them that somebody sings it.
const ARTISTS: &str = "by song songs singer track tracks 노래 노래들 곡 곡들 가수 부른";

/// Words that say no more beside a name than that something like it is asked for.
const FILLERS: &str = "\
    a the an any some more like music 음악 vibe vibes vibey feel feeling feels style type similar to something anything please of in and \
    느낌 느낌의 감성 분위기 스타일 같은 비슷한 풍 버전 추천 추천해줘 모음 듣고 싶다 싶어 틀어줘 들려줘";

/// Whether a word, folded, says of the one beside it that it is of a kind.
pub(super) fn is_kind(word: &str, named: Named) -> bool {
    let words = match named {
        Named::Series => DRAMAS,
        Named::Artists => ARTISTS,
    };
    words.split_ascii_whitespace().any(|own| own == word)
}

/// Whether a word, folded, says of the one beside it that it is of any kind.
pub(super) fn is_of_a_kind(word: &str) -> bool {
    is_kind(word, Named::Series) || is_kind(word, Named::Artists)
}

/// Whether a word, folded, says no more beside a name than what it is.
pub(super) fn is_filler(word: &str) -> bool {
    is_of_a_kind(word) || FILLERS.split_ascii_whitespace().any(|own| own == word)
}

/// Words that stand around titles where songs are listed, played or sold.
const AROUND: &str = "\
    mv m v official audio video lyric lyrics han rom eng hangul romanized color coded sub subs music clip live full hd hq 4k \
    part pt vol ver version feat ft with and x prod original theme kbs mbc sbs tvn jtbc netflix \
    가사 듣기 뮤직비디오 뮤비 라이브 파트 버전 음원 공식 삽입곡 주제가 테마";

/// Groups, whose names stand beside those of their members.
const GROUPS: &str = "\
    exo bts nct got7 astro snsd ioi dia day6 ikon winner kara sistar infinite shinee twice mamamoo gfriend apink btob b1a4 vixx 2am 2pm 2ne1 sf9 wjsn \
    redvelvet superjunior suju girlsgeneration seventeen svt fx missa tara blockb beast highlight bigbang 4minute \
    엑소 방탄 방탄소년단 소녀시대 소시 레드벨벳 샤이니 인피니트 갓세븐 아스트로 슈퍼주니어 슈주 세븐틴 마마무 여자친구 에이핑크 비투비 빅스 빅뱅 씨스타 카라";

/// Whether this is the name of a group, folded and without spaces, or whose: EXO's.
pub(super) fn is_group(word: &str) -> bool {
    GROUPS.split_ascii_whitespace().any(|own| own == word || word.strip_suffix('s') == Some(own))
}

/// Whether a word, folded, says nothing about which song it stands beside.
pub(super) fn is_around(word: &str) -> bool {
    is_of_a_kind(word) || AROUND.split_ascii_whitespace().any(|own| own == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told() {
        assert!(is_ordinary("redvelvet") && is_ordinary("현재") && !is_ordinary("iu"));
        assert!(is_kind("ost", Named::Series) && !is_kind("ost", Named::Artists) && is_filler("ost"));
        assert!(is_kind("by", Named::Artists) && is_filler("느낌") && !is_kind("느낌", Named::Series));
    }
}
