//! Words that mean themselves, however near they come to one of the lexicon: a bottle is no battle.

use crate::query::mood::english;

/// Frequent English words that a slip of one or two letters, or an ending taken off, would turn into a word of the lexicon.
const BYSTANDERS: &str = "\
    abortion acceptable accessing accidental according acid acting activated activity additions adds admitting adolescent adolescents adoption \
    advancing aesthetic affecting africa afterward aged aims alan albert alice alike allegation allen allowing along alternate alternating \
    alternatively alternatives ambiguous american angela angeles angle angles announce answered apparent appearing applying arabia arch area arms \
    arrest arrested artillery arts artwork asia assertion assessing assumed attacker attackers attention auction audience augusta austin automatic \
    avenue aviation awaiting babe backing backstage bags baker bakery balances ball ballet balls bank bankers banking banning barking barr barrel \
    barry base baseline bases basis beans bear bearing bears beating becoming beef belly belt belts bench bending better bidding bill bills billy \
    binding blake blank blast bleach blind blocking boeing bolt bondage bone bones booker boot boss bother bottle bound bout bowling boxing brad \
    brain brains branch brand breach break breaking breast breath breed breeding bridge brighton bring bringing broad broke brooke brooks brushed \
    buck bugs building bulk bull bunch burner bush bushes businessman bust butler butter buzz call calling came campaign camps canal cancel canon \
    capacity cape caps captivity carl carlo carrie carried carrying cartridge carving case cast catch catching cater cease cell cells celtics \
    center centred ceremonies chairs changing charger charges chart chat cheap cheaper checking cheese chemical chen cherry chest chester chick chief \
    chile chip choosing chose christina christine churchill claiming class clay cleansing climbing clip clips closing clothing clue coal coalition \
    coaster coats cock coincidence coke cole colleague collection collector columbia commented commenting commercial commission committing \
    companion compared comparison competing competitive competitor complaint complaints complement completing component composer composers \
    composite composition compound compression comprised computer computing concept conception concepts concession concessions conclusion concrete \
    condition conducted confederate conference confessed conflicts congrats congressional connector consent considerable consisted console consoles \
    consolidation constant consultation consulted consulting contemporary contender contention contest context continent continued contribute \
    convention conversion convert converting convinced copies coping copper copy core corn corner corp corporation corps correction cost couch \
    counseling counting county course courtesy courthouse coverage covered covering crashed crashing created creating creation crimea crises crop \
    cross crossing curve cuts cutter dagger dairy data dave deal dean decent deciding declared declined decoration decreased decreasing dedicated \
    deer defective defending delay delayed demanded democrat democrats demolition denise dental dependent depths derive derived deserves designing \
    desk dessert detailed detect detecting detection determines dies diet difficulties diner directed directive disc disconnect discussed \
    discussing dispersed displayed distance distinct distinction distraction district divide doing dominance door dose doug dover down drafting \
    drag drains drawer drawers drawn dressing dried driven dropping drove drowning dryer dual duck duplicate duration dust earliest east edge \
    educational electric elephant elevated else emotions emphasis employer endowment enhancing ensure ensuring entering entity entrance entrances \
    equation eric erie ernest europa european exaggerated exception excessive exchanged exclusion exclusive executing execution executive exemption \
    existing exit exited exiting exits expansion expecting expensive experiment experiments expertise explained explode exploration extensive extraction face faced faces \
    facility fact faculty farther favoured featured feed fees feminist fences fifth filed fill finally finals fine firm fishermen five fixed flag \
    flame flash flat flesh flew floor flowering fold followers following foot footsteps ford forecast fork form forrest foster four fractures \
    fragments frame framed frames framing freak freaking fred freezer freight fried fund furry gain garbage gary gate gave gene genetic glass golf \
    grade grain grande granting gravel grease greatness greek green grid grip grove growing grows guardians guess hacked hair hall hand hanging \
    hans happening hard hardest hardware harper hart haven head headed heading headline heat heated heating heel help herein heritage hiding hill \
    hiring historian historic hold hole homer hood hooker horse housed houses housing huge hull hung hungary hunted hunter iconic idea ideas \
    identify ignores imitation immoral important impression improving incapable inclusion increased india indiana indicate indication industries \
    infection inflation inhabited inherited injections injunction innate innovation insisting inspect inspection instance instrument insulation \
    integrity intended intensive intent intention intentions inter interacting intercept intercepted interior internal internet invest invested \
    investigating investigative investigator invitation iron irrigation jake james jane jones jose journalism journalist juice jump jungle jury \
    keep keeping keller kidding kong lady lamp lane large laser last late latino latter launch launching laying lead leaning letting liable licking \
    lift lifting likely linking lips list listing liter literary literature litter live lived liver lives living load local lock logging long \
    longer lose losing lower luck lucy luke maintain malaysia mall managing manipulation marc marcel maria marital mark marked marker mary mass \
    matching mate material math meal meantime measuring mechanics mediation medications medicinal meet memorial mens mental mere message metabolic \
    midway mile mill mind minister minute mister mitigation mobility mode moderation modification modified momentum monkey monuments morale \
    moreover mormon mortal mortality mortgage morton moves named nationalism nationalist nationalists nationals native near negotiating nest neural \
    next nine nobel noise nonsense notable note number numbers objective observed occurred odds offender offenders officer officers ohio operates \
    operating operation operative operator opposite oriented outside overnight oversight pace packaging paddy paid pairs pakistan pants parish \
    parking parks part partly partnered passed past patent patents paths payments pays peasant peer pepper perception perfectly permission perry \
    persecution pete peter petty phone picking piers pine pink pioneering pipe pisses placed plains plaintiff plan plane planes plans plates player \
    playoff pointing policies policy political pool poop pope poppy pork port position possessions post posting pouring powder prayed precedent \
    predicting premise preparing presidency press pressures preston previous price prices prime printing probation processing production productive \
    profile programs progressing progression projecting projections projects prompted property proportion propulsion prosecute prosecution prospect \
    prospective protest providing province psych published pulling punch push puts puzzles qualify quantity quit racist raid rail raising ranging \
    rare rate rated rates rating ratings ratio rays reach reaching reaction real reality received receiver recent reception recession recipient \
    recorded recording recordings reduction reference referenced references referred reflected reflecting reflection regard regarding regards \
    reggie regulation related relating relation releasing reliable relied religion relocation remained reminded remove rent repeat repeated \
    replacing reporting reserves residence resident resisting resolutions respective responding response restraint resulted resulting retained \
    retaliation retention retrieved revenue revenues reverse reviewed rice rick riding rigged ring ripping rises risking rocky role rome root rope \
    ross rubbed rudy rugby ruling runaway runs sake sale salvage same samples sand sauce saves saying scaling scan scarce scope scorer screening \
    seal sean seating seed seek selection selective selling sent serena settings seventeen sewing sexuality shade shape share shared shares sharing \
    shaved shed sheep sheet sheets shift shin shirt shoe shook shooting shootings short shortened shorts shot showed showing shown shows shut \
    sicily side sighted signaling significant signing simulated singh sink site skill skin skinner slam slender slide slight slightest slim slip \
    slipped slot smell smoke smuggling soap socks soil sold sole soon soup spam span spare speak speakers speaking speeds spending spent spin \
    sporting spots spray spreading springer springfield sprint stack staff stained stairs stake stakes stamp standing staring starring started \
    starts starvation state stats stay staying stays steady steam steel sterling stick sticking stocking stockings stoke stokes stole stop stopping \
    storing story straight stranger strategy streak stream streaming striking stripping striving struck submission subset successor suit suite \
    summary summed sunflower sunflowers superman supervisor supporting supports sure surely surgical surpassed survived suspended swearing sweat switching synthesis \
    table tackle takes tales tanks tapped taste taxi teams technician tended terminate terry testified testing tests thai thanking thee think \
    thinks thirty thread threatens three throat throwing thrust tide tied tinder tiny tips tires tolerance tons tony topic tops touches town trace \
    tracking tradition trail transformed transitional translation transparency transport transportation travellers treasurer treasury treaty trend \
    trends trick tried tries trip true tube turn turns twentieth twin twitter unbearable unchanged understand underwear underwood unit units \
    universal universally unmarried upright used vacancies vacancy valuation variable variation varies velvet vice victor victoria villa violates \
    violet viral visiting waiter waiters waking wall walter wanting ward warn washing wear wears weed week weight whisky white whole wholesale whom \
    wide widow wife wildlife willow winding wing wings wire wireless withdraw withdrawal witness woke word wordpress words wore workshop worn worse \
    wrestling writes year years";

/// Frequent Korean words that a particle or an ending taken off would turn into one.
const BYSTANDERS_KO: &str = "가수 비용 비만 비나 배송 발송 반송 운송 하나 참여 참고 차이 길이 길가 별도 별거 눈가 달인 우니 인가요 건가요 저리 시드니 \
    사유 조선인 수상 기구 과장 보호자 지리 산만 인자 양키스 모로코 서유럽 북유럽 동유럽 미식축구 반도 국가 동아리 상가 인간 시간 중심 바로 물건 물감 달라 달라서 다른 별일 별것 스카이 정답 태연 도무지 \
    개구리 핵가족 압구정 업데이트 건축가 유니버스 출판사 자화상 치명상 약혼자 우연인 키우는 깨우는 잠재우는 가요";

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
