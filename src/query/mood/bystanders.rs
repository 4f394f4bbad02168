//! Words that mean themselves, however near they come to one of the lexicon: a bottle is no battle.

use crate::query::mood::english;

/// Frequent English words that a slip of one or two letters, or an ending taken off, would turn into a word of the lexicon.
const BYSTANDERS: &str = "\
    accessing accidental according acting activated additions admitting adolescent adolescents advancing aesthetic affecting africa afterward \
    albert allegation alternate alternating alternatively alternatives ambiguous angela angeles angle angles arrest arrested artillery artwork \
    assertion assessing attacker attackers auction augusta austin awaiting backing backstage baker bakery balances ballet bankers banning \
    barking barr barry baseline belly belt belts bending better bidding binding bleach boeing bondage booker bother bottle bowling branch breach \
    breast breath bridge brighton brooke brushed burner bushes businessman butter captivity carlo carrie carried cartridge carving cater celtics \
    center centred ceremonies chairs changing charger charges cheese cherry chester christina christine churchill cleansing coaster coats \
    coincidence colleague collection collector commented commenting commercial commission committing companion comparison competitive competitor \
    complaint complaints complement completing component composer composers composite composition compression comprised conception concession \
    concessions conclusion condition conducted confederate conference confessed conflicts congressional connector considerable consisted \
    consoles consolidation consultation consulted consulting contemporary contender contention continued contribute conversion convert \
    converting convinced copies coping copper copy corner corporation correction counseling county course courthouse crashed crashing crimea \
    crises cutter dagger dairy decoration decreased decreasing dedicated defective defending demolition denise dependent depths derive derived \
    designing dessert detect detecting detection determines difficulties diner directive disconnect discussed discussing dispersed distinction \
    distraction dominance dover drafting drains drawer drawers driven drowning dryer duplicate endowment enhancing ensure ensuring entrance \
    entrances erie ernest europa exaggerated excessive exchanged exclusion exclusive executing execution executive exemption expecting expensive \
    experiment experiments expertise explained explode exploration extensive extraction faculty farther favoured fences filed finally finals \
    fishermen flowering followers following footsteps forrest foster fractures fragments frame framed frames framing freezer freight fried furry \
    garbage genetic grande granting gravel grease greatness grove guardians hacked hanging hans happening harper heel herein historian homer \
    hooker housed houses housing hungary hunted hunter identify ignores imitation immoral important impression improving incapable inclusion \
    increased indiana indication infection inflation inhabited inherited injections injunction innate innovation insisting inspect instrument \
    insulation integrity intensive interacting intercept intercepted interior internal investigating investigative investigator invitation \
    irrigation james journalism journalist jungle keller kidding latino latter launch launching laying leaning liable licking linking liter \
    literature litter logging long lose manipulation marcel marital marker mary matching measuring mechanics mediation medications medicinal \
    mental message metabolic midway minute mister mitigation moderation modification monkey monuments morale mormon mortal mortality morton \
    nationalism nationalist nationalists nationals native negotiating neural nobel number numbers odds offender offenders officer officers \
    operating operation operative outside overnight oversight packaging paddy pairs parish part partnered passed patent patents peasant pepper \
    perception perfectly permission persecution peter petty picking piers pioneering pisses placed plains plaintiff plates playoff pointing \
    policies policy political poop poppy possessions pouring powder prayed precedent predicting premise preparing presidency press pressures \
    preston previous probation processing production productive profile progressing progression projecting projections prompted proportion \
    propulsion prosecute prospective protest providing psych puzzles qualify raising ranging reality recession recipient recorded recording \
    recordings reduction reference referenced references reflected reflecting reggie regulation releasing relied relocation replacing reporting \
    reserves residence resisting resolutions respective responding restraint retaliation retention retrieved riding rigged ripping risking rocky \
    root rubbed rudy ruling runaway salvage saying scaling scarce scorer seating selection selective selling serena seventeen sewing sexuality \
    shaved shin shooting shootings shortened showed sicily sighted signaling significant signing simulated skinner slender slightest slipped \
    smuggling springer springfield sprint stained stairs started starts starvation stocking stockings stoke stokes stopping storing stranger \
    stripping striving struck submission subset successor summary summed supervisor surely surpassed suspended swearing switching synthesis \
    tackle tapped technician tended terminate testified testing thanking think thinks thirty threatens thrust tinder tiny tolerance touches \
    tradition trail transformed transitional translation transparency transport transportation travellers treasurer treasury tried twentieth \
    twitter unbearable unchanged understand underwear underwood universal universally unmarried upright vacancies vacancy valuation variation \
    varies velvet victor violates violet waiter waiters waking walter washing weight whisky wholesale willow winding withdraw withdrawal \
    wordpress wrestling";

/// Frequent Korean words that a particle or an ending taken off would turn into one.
const BYSTANDERS_KO: &str = "가수 비용 비만 비나 배송 발송 반송 운송 하나 참여 참고 차이 길이 길가 별도 별거 눈가 달인 우니 인가요 건가요 저리 시드니 \
    사유 조선인 수상 기구 과장 보호자 지리 산만 인자 양키스 모로코 서유럽 북유럽 동유럽 미식축구 반도 국가 동아리 상가 인간 시간 중심 바로";

/// Whether a word is one of them.
pub(crate) fn is_bystander(word: &str) -> bool {
    BYSTANDERS.split_ascii_whitespace().chain(BYSTANDERS_KO.split_ascii_whitespace()).any(|own| own == word)
}

/// Whether a word, or what it is a form of, is one of them.
pub(crate) fn comes_from_bystander(word: &str) -> bool {
    is_bystander(word) || english::bases(word).iter().any(|base| is_bystander(&base.form))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_their_forms_stand_by() {
        assert!(is_bystander("bottle") && comes_from_bystander("bottles") && comes_from_bystander("started"));
        assert!(is_bystander("비용"));
        assert!(!comes_from_bystander("melancholly") && !is_bystander("비"));
    }
}
