"""Cues in a question's form: what kind of answer it wants, and what it must not be given."""

from __future__ import annotations

import re
from typing import Final


def _p(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


COMPARE: Final = _p(
    r"\bdiffer(?:s|ence|ences|ent|entiate|ently)?\b", r"\bversus\b", r"\bvs?\.?\s", r"\bcompar(?:e|ed|es|ison|ing)\b", r"\bdistinguish\w*",
    r"\bdistinction\b", r"\bhow (?:do|does|is|are) .{3,80} (?:relate|stand|sit|square) (?:to|with|beside)\b", r"\bsame (?:thing|duty|as)\b", r"\bwhere does .{3,60} stop\b",
    r"\b(?:as )?opposed to\b", r"\bon the one hand\b", r"\bwhich is which\b", r"\boverlap\b", r"\bapart from each other\b", r"\btell .{2,40} apart\b", r"\bcontrast\b", r"\bsets? .{0,60}\bapart\b", r"\b(?:separates?|divides?)\b.{2,60}\bfrom\b", r"\bmarks? (?:off|out)\b.{2,60}\bfrom\b", r"\bas against\b",
    r"\b(?:next to|beside|against|alongside) (?:each other|one another|principle|provision|p ?\d|\d)", r"\b(?:principle|chapter) (?:next to|beside|against|alongside) the\b", r"\bside by side\b", r"\bwhich of the two\b", r"\bfor the one and for the other\b",
)  # fmt: skip
DEFINE: Final = _p(
    r"\bwhat(?:'s| is| are| does| do)\b.{0,30}\b(?:mean|meant|stand for|count as|definition)\b", r"\bdefin(?:e|es|ed|ition|itions)\b", r"\bmeaning of\b",
    r"\bwho (?:counts|qualifies|is|are)\b.{0,20}\b(?:a|an|the)?\s?(?:developer|operator|custodian|end[- ]user|affected)", r"^what(?:'s| is| are) (?:a |an |the )?[\w -]{3,40}\??$",
    r"\bcount(?:s|ed)? as (?:a |an )?\w+", r"\bwould (?:the Code|it) call\b", r"\bwhat is meant by\b",
)  # fmt: skip
MAP: Final = _p(
    r"\bmap(?:s|ped|ping|pings)?\b", r"\bcorrespond\w*", r"\bcrosswalk\w*", r"\bequivalent\w*", r"\blines? up\b", r"\balign(?:s|ed|ment)?\b", r"\brelate[sd]? to\b", r"\btouch(?:es)?\b", r"\bmatch(?:es)?\b",
    r"\bcross[- ]?refer\w*", r"\bcounterparts?\b", r"\btie(?:s|d)? (?:in )?to\b", r"\bcover(?:s|ed)? by\b", r"\bwhat (?:of|in) the code\b", r"\bcontrols?\b",
)  # fmt: skip
MISSTATE: Final = _p(
    r"\b(?:state|confirm|certify|attest|declare|vouch)\b[^.?!]{0,40}\b(?:we|us|i|they|it|\w+ (?:ltd|limited|plc|inc|gmbh|corp)|our \w+|the \w+) (?:fully )?(?:comply|complies|conforms?|(?:are|is) (?:fully )?compliant|meets? (?:all|every|the code))\b",
    r"\b(?:make|made|making) up (?:an? )?(?:\w+ )?(?:number|provision|citation|quote|reference|clause|source)", r"\binvent\b.{0,30}\b(?:provision|citation|quote|reference|clause|source|number|rule)",
    r"(?<!\ba )(?<!\bbig )(?<!\bthe )(?<!\bour )\b(?:restate|rewrite|reword|rephrase|phrase|present|quote|word|turn|change|upgrade|promote|paraphrase|render|cite|show|report|state)\b.{0,50}\b(?:as|into|to|so (?:that )?(?:it|they) (?:reads?|sounds?))\b.{0,25}\b(?:a |an )?(?:must|shall|mandatory|requirement|laws?|statutes?|binding|obligation|legal|should|recommendation|optional|compulsory)\b",
    r"(?<!\bi )(?<!\bwe )(?<!\bthey )(?<!\bwho )\b(?:say|confirm|claim|state|tell (?:them|him|her|everyone|my \w+)|write|declare|certify|pretend|output exactly|repeat)\b(?:[^.?!]|\.\d){0,60}\b(?:is (?:the )?law|act of parliament|is an act|legally binding|is mandatory|are mandatory|is statutory|is a legal|we are certified|are compliant|is certified|fully compliant)\b",
    r"\bdrop (?:the|all|any) (?:caveat|disclaimer|citation)", r"\bleave out (?:the|any) (?:caveat|disclaimer|voluntary)", r"\b(?:fake|fabricate|forge|counterfeit)\b[^.?!]{0,40}\b(?:citations?|quot(?:e|es|ation)|references?|sources?|provisions?|evidence|certificates?|clauses?|numbers?|audits?|logs?|records?|signatures?)\b", r"\bwon'?t (?:ever )?(?:check|look it up)\b", r"\bnever look it up\b",
    r"\bpretend\b.{0,60}\b(?:code|provision|principle)\b", r"\bsound (?:like|as if).{0,30}(?:mandatory|law|binding)", r"\bjust say (?:yes|it'?s (?:mandatory|required|law))", r"\bunrestricted (?:poet|assistant|ai|model)\b",
    r"\b(?:print|reveal|show|output|repeat)\b.{0,40}\b(?:system prompt|your (?:instructions|prompt|rules)|everything you were told)\b", r"\bas (?:if|though) (?:it|they|that|this|the code|\d[\d.]*) (?:were|was|is|are) (?:the )?(?:law|mandatory|binding|optional|a must|required|recommended)\b",
    r"\brepeat (?:after me|these words|exactly|word for word)\b", r"\b(?:print|show|reveal|tell me|give me|output|display|leak|dump)\b.{0,30}\byour (?:\w+ )?(?:prompt|instructions|rules)\b",
)  # fmt: skip
HARM: Final = re.compile(
    r"\b(?:how (?:can|do|could|would|might) (?:i|we|you|one)|how to|(?:explain|show|teach|tell)(?: me| us)? how|steps to|a way to|help (?:me|us) (?:to )?)\b[^.?!]{0,40}"
    r"\b(?:poison|hack|steal|jailbreak|sabotage|backdoor|exfiltrate|break into|clone|ddos|trick)\b[^.?!]{0,60}"
    r"\b(?:competitors?|rivals?|someone(?: else)?'?s?|somebody(?: else)?'?s?|their|his|her|another|without (?:being|getting|anybody|anyone)|unnoticed|undetected)\b",
    re.IGNORECASE,
)
"""Asks for help with an attack on others."""
SMALL_TALK: Final = re.compile(
    r"^\s*(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|thanks?(?: you)?(?: very much| so much| a lot)?|cheers|ta|bye|goodbye|who are you|what are you|what can you do(?: for me)?|help|how do you work|are you (?:a )?(?:bot|human|ai)"
    r"|ok(?:ay)?|right|fine|great|good|perfect|noted|understood|got (?:it|that|those|them)|(?:that|all) (?:is )?clear|(?:that )?makes sense)"
    r"(?:[ ,!.]+(?:there|signpost|bot|team|all|everyone|again|mate|very much|then|thanks|thank you|cheers|so far|got (?:it|that|those|them)|noted|understood|clear|good|great|fine))*[\s!?.]*$",
    re.IGNORECASE,
)
REMARK: Final = re.compile(
    r"^\s*(?:right|ok(?:ay)?|good|fine|thanks?|i see|fair enough|noted|got it|understood|interesting|great|cheers|useful|helpful|lovely|perfect|brilliant|nice|ta|hm+)\b"
    r"(?!.*\b(?:and|only|just|now|next|ones?|same|list|rest|those|these|what|who|whom|how|which|where|when|why|but|also|for|without|with|drop|add|show|give|tell|i mean|not)\b)[^?]{2,40}$",
    re.IGNORECASE,
)
"""Says something about the answer before and asks for nothing: “Right, fewer than I thought.”"""
STRENGTH_QUERY: Final = _p(
    r"\bwho(?:se| is|'s| are)? (?:duty|job|task|responsib\w+|on the hook|bound|obliged|to act|in charge)\b[^.?!]{0,25}\b(?:that|it|this|those|these|them|there|here)\b", r"\bwho (?:has|have|must|should|would|is supposed|is meant|ought)(?: to)? (?:do|see to|carry out|take care of|handle) (?:that|it|this|those|them)\b",
    r"\b(?:on|to) whom (?:does|is|do|are) (?:that|it|this|those|they)\b",
    r"\b(?:is|are) (?:that|it|this|those|these|they)(?: one)?(?: all)? (?:a |an )?(?:firm |hard |real |strict )?(?:must|required|mandatory|binding|compulsory|firm|optional|shall|should|requirement|recommendation|recommended|obligatory|voluntary)\b",
    r"\b(?:how (?:firm|strong|binding|hard|strict)|shall or should|should or shall|required or (?:just )?recommended|must or should|(?:hard|firm) or (?:just )?(?:soft|advice))\b",
)  # fmt: skip
PREMISE: Final = _p(
    r"\b(?:since|as|because|given that|now that|seeing that|considering that)\b", r"\bonly (?:recommend|suggest|advis|ask)", r"\bmerely\b", r"\bjust (?:a )?(?:friendly |kind |nice )?(?:tip|advice|suggestion|recommendation|recommends?)",
    r"\b(?:forbids?|bans?|prohibits?|outlaws?)\b", r"\bas we all know\b", r"\bcorrect\?|\bright\?|\bisn'?t it\b|\bdoesn'?t it\b", r"\bso (?:we|i|they|it)(?:'re| are| can| may| need| don'?t)\b", r"\bwe (?:can|may) (?:simply |just )?(?:skip|ignore|leave)\b",
    r"\bconfirm\b", r"\bremind (?:me|us)\b", r"\bquote (?:me|us)?\b", r"\bwhere (?:does|do|is|in)\b", r"\b(?:was|were|been|am|are) told\b", r"\bevery(?:body|one) knows\b", r"\b(?:apparently|supposedly)\b",
    r"\bwhich (?:article|clause|section|paragraph|provision)\b", r"\b(?:code|principle(?: \w+)?|provision|it|\d\.\d) (?:says|requires|obliges|forces|demands|compels|mandates|lets|allows|makes)\b",
)  # fmt: skip
SAYS_SOFT: Final = _p(
    r"\b(?:only|just|merely|simply)\b[^.?!]{0,25}\b(?:recommend\w*|suggest\w*|advis\w*|advice|tip|optional|should|nice|good practice|guidance)\b", r"\bat (?:the )?\w+'?s? discretion\b", r"\bis (?:optional|voluntary|advisory|a recommendation)\b",
    r"\boptional (?:for|to)\b", r"\b(?:lets?|allows?|permits?|leaves?) (?:us|me|them|you|people|\w+s)(?: free)?(?: to)? (?:skip|ignore|choose|decide|leave (?:it|that|them) out)\b",
    r"\b(?:friendly|kind) tip\b", r"\bbound by nothing\b", r"\bwhen(?:ever)? (?:they|we|you) feel like\b", r"\b(?:isn'?t|is not|aren'?t|not) (?:required|mandatory|compulsory|binding|a requirement|obliged|necessary)\b", r"\b(?:don'?t|do not|doesn'?t|does not|needn'?t|need not) (?:have to|need)\b",
)  # fmt: skip
SAYS_FIRM: Final = _p(
    r"\b(?:is|are|makes? (?:it|this)|being|has made) (?:strictly |legally |absolutely )?(?:required|mandatory|compulsory|obligatory|binding|a requirement|a must|law|forbidden|prohibited)\b", r"\b(?:requires?|forces?|obliges?|compels?|mandates?|demands?|forbids?|bans?|prohibits?|insists?)\b",
)  # fmt: skip
ABOUT_CODE: Final = _p(
    r"\bthe (?:uk |ai |dsit |voluntary |british |government'?s? )*(?:ai )?(?:cyber )?(?:security )?code(?: of practice)?\b", r"\bcode of practice\b", r"\bimplementation guide\b", r"\bcompanion guide\b", r"\betsi\b", r"\b304[ -]?223\b", r"\b104[ -]?(?:223|128|216|065)\b", r"\bdsit\b", r"\bncsc\b",
)  # fmt: skip
NEEDS: Final = _p(
    r"\b(?:required?|requirement|mandatory|compulsory|obligatory|optional|must|(?:have|has|need|needs) to|needed)\b", r"\b(?:necessary|supposed|obliged|recommended|advised|should)\b",
)  # fmt: skip
"""Asks whether something has to be done."""
FORCE: Final = _p(
    r"\bfine[sd]\b", r"\b(?:an?|any|no|the|what|which|biggest|highest|largest|maximum|top) fine\b(?!-)", r"\bpenal\w+", r"\bsanction\w*", r"\bprosecut\w+", r"\b(?:prison|jail)\b", r"\boffen[cs]es?\b", r"\benforce\w*", r"\bstatut\w+", r"\blegislat\w+", r"\bparliament\w*", r"\broyal assent\b",
    r"\b(?:into|in) force\b", r"\blaws?\b", r"\blegal(?:ly)?\b", r"\b(?:mandatory|compulsory|obligatory|binding)\b", r"\bliab\w+", r"\bregulators?\b", r"\bexempt\w*", r"\bdeadline\b",
)  # fmt: skip
"""Words that take the Code for law, or ask for what only a law has."""
ASKS_NUMBER: Final = re.compile(
    r"\b(?:number|numbered|clause|id|identifier|called|listed|find|appear|run)\b[^?]{0,80}\b(?:etsi|en ?304 ?223|ts ?104 ?223|european standard)\b"
    r"|\b(?:etsi|en ?304 ?223|ts ?104 ?223|european standard)\b[^?]{0,60}\b(?:number|clause|id|identifier|numbered as)\b"
    r"|\b(?:number|id|identifier) of the (?:one|provision|point|item|requirement|recommendation|clause) (?:on|about|for|that|which|who|dealing|concerning)\b",
    re.IGNORECASE,
)
