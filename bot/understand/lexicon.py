"""The words by which people name strengths, phases, relations and lists: data, with the patterns made from it.

Every pattern is matched on the lower-cased question. Order matters where one word could mean two things: the longer
and more particular expression stands first.
"""

from __future__ import annotations

import re
from typing import Final

from ontology.model import Modality


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])(?:" + "|".join(alternatives) + r")(?![\w-])", re.IGNORECASE)


MODALITY: Final[dict[Modality, re.Pattern[str]]] = {
    Modality.SHALL: _any(
        r"shalls?", r"required", r"requirements?", r"mandatory", r"binding", r"compulsory", r"obligatory",
        r"non[- ]?negotiables?", r"must[- ]?haves?", r"must[- ]?dos", r"must-do", r"(?<!\bi )(?<!\bwe )(?<!\bthey )(?<!\bit )(?<!\bhe )(?<!\bshe )(?<!\bothers )must do(?! (?:for|to|in|with|on|about|if|when|under|here|at|is)\b)", r"musts", r"firmly", r"(?<!our )(?<!my )(?<!\ba )(?<!the )(?<!that )(?<!this )(?<!whose )firm(?! (?:that|which|who|here|of|with|we|i)\b)", r"firm (?:ones?|requirements?|duties|duty|points?|demands?|parts?|bits?|rules?|items?|obligations?|musts?|stuff|list)", r"hard",
        r"strict(?:ly)?(?: required)?", r"cannot skip", r"can'?t skip", r"no way round", r"imperative", r"hard[- ]and[- ]fast",
        r"req'?d", r"mandated", r"(?:shall|must|requirement)-(?:strength|level|grade)", r"(?:absolutely|really) (?:have|need) to", r"cannot be skipped", r"not optional",
        r"non[- ]?optional", r"unavoidable", r"no[- ]excuses?", r"strongest", r"as a demand",
    ),
    Modality.MAY: _any(r"mays", r"['‘“\"]mays?['’”\"]", r"(?:the|a|only|every|each|all|no|any) may", r"may(?=[- ](?:provisions?|items?|clauses?|points?|ones?|list|parts?|only))", r"may[?.]?$", r"permitted", r"permissions? only", r"merely allow(?:ed|s)?", r"allowed but not", r"permissive", r"permissible"),
    Modality.SHOULD: _any(
        r"shoulds?", r"may (?:\w+ ){1,3}?(?:skip|ignore|leave out|leave undone|park|defer|postpone)", r"(?:should|recommendation)-(?:strength|level|grade)", r"shld'?s?", r"recommended", r"recommendations?", r"recommends?", r"optional(?: extras)?", r"advisory", r"advice", r"advis(?:e|es|ed|ing)",
        r"advisable", r"nice[- ]to[- ]haves?", r"soft(?:er|est)?", r"desirable", r"discretionary", r"best[- ]practice", r"suggest(?:ed|ions?)", r"without insisting", r"nudged", r"rather than a tip",
        r"encouraged", r"good practice", r"not compulsory", r"not mandatory", r"non[- ]?binding", r"not binding", r"could park",
        r"can (?:be )?(?:park|skip|defer|postpone)(?:ed)?", r"voluntary extras", r"aspirational", r"guidance only", r"weak(?:er|est| ones)", r"if we can manage", r"(?:it )?would be nice", r"(?:nobody|no one) insists on",
    ),
}  # fmt: skip

PHASE: Final[dict[str, re.Pattern[str]]] = {
    "secure-end-of-life": _any(
        r"end[- ]of[- ]life", r"eol", r"decommission\w*", r"retir(?:e|ing|ement)(?! from)", r"disposal (?:stage|end)", r"phase (?:5|five|v)", r"stage (?:5|five)", r"(?:fifth|final|last) (?:phase|stage|one of the phases)",
        r"switch(?:ed|ing)? (?:it |them |the \w+ )?off for good", r"pull(?:ing|ed)? the plug", r"sunset(?:ting)?", r"wind(?:ing)?[- ](?:it )?(?:down|up)", r"disposal phase", r"once (?:it|the \w+) is (?:dead|gone|scrapped)", r"end of its life", r"scrap(?:ping|ped)?",
    ),
    "secure-maintenance": _any(
        r"maintenance", r"phase (?:4|four|iv)", r"stage (?:4|four)", r"fourth (?:phase|stage)", r"once (?:it|it's|it is|we are|we're)(?: is)? (?:live|running|in service|up and running)",
        r"after (?:launch|go[- ]live|release|roll[- ]?out)", r"post[- ](?:launch|release|deployment)", r"day[- ]to[- ]day running", r"upkeep", r"in (?:operation|service|live use)", r"while it(?:'s| is) running", r"keeping it (?:going|running)",
    ),
    "secure-deployment": _any(
        r"deployment", r"deploy(?:ing)? (?:phase|stage)", r"phase (?:3|three|iii)", r"stage (?:3|three)", r"third (?:phase|stage)", r"roll(?:ing)?[- ]?out", r"go(?:ing|es)?[- ]live", r"launch(?:ing)?(?: phase| stage| day)?",
        r"putting it live",
    ),
    "secure-design": _any(
        r"secure design", r"design (?:phase|stage|principles?|part|time)", r"(?:in|during|at|from|of|for) (?:the )?design", r"phase (?:1|one|i)", r"stage (?:1|one)", r"first (?:phase|stage)", r"(?:at|on) the (?:drawing|white) ?board",
        r"whiteboard", r"drawing board", r"planning (?:phase|stage)", r"design[- ]phase",
    ),
    "secure-development": _any(
        r"secure development", r"development (?:phase|stage|part|time)", r"(?:in|during|at|from|of|for) (?:the )?development(?! team)", r"phase (?:2|two|ii)", r"stage (?:2|two)", r"second (?:phase|stage)", r"(?:while|when) (?:we|they)(?:'re| are)? (?:build(?:ing)?|cod(?:e|ing))",
        r"build (?:phase|stage)", r"building phase", r"development[- ]phase", r"actual building",
    ),
}  # fmt: skip

INVOLVES: Final = _any(
    r"owes?", r"owed", r"involve[sd]?", r"consult(?:ed|s)?", r"(?:be |get |are |is |being |to )?(?:brought|bring|bringing)(?: \w+)? in(?:to)?", r"on the receiving end", r"kept (?:informed|in the picture|in the loop)", r"keep (?:\w+ )?(?:informed|in the loop|in the picture)",
    r"(?:done|do) for (?:us|me|them|end[- ]?users?|bystanders)", r"promises? (?:me|us)", r"entitled", r"protect(?:s|ed)? (?:me|us)", r"beneficiar\w+", r"owing to (?:me|us)", r"expect (?:from|of) (?:others|them|everybody else|everyone else|anybody else|the rest|the vendor|the supplier|the operator|the developer)",
    r"(?:have|has|had) to be (?:told|informed|served|included|invited|asked|protected|consulted|helped|kept)", r"must (?:be )?(?:tell|inform|include|consult|involve)(?:ed)? (?:me|us)", r"(?:be|get|are|is) (?:told|informed|included|invited|served|protected|looped in)", r"others (?:do|must do|have to do|are to do)",
    r"someone (?:has|is) to (?:tell|inform|help|protect)", r"towards (?:us|me|them|end[- ]?users?|bystanders|affected \w+|\w+ custodians|operators|developers)", r"my rights", r"our rights", r"for (?:our|my|their) sakes?", r"meant to help", r"\w+['’]s? benefit",
)  # fmt: skip
BENEFITS: Final = _any(
    r"(?:am|are|is) (?:i|we|they|he|she) (?:then )?(?:owed|due|entitled)",
    r"(?:have|has|gets?|makes?) (?:some(?:body|one)|others|them|those others|the \w+) (?:to )?(?:do something|explain|tell|show|guide|give|warn|inform|consult|listen)",
    r"(?:see to it|makes? sure|ensures?|means?) that [\w' ]{2,30}? (?:is|are|am|gets?|be) (?:told|shown|given|informed|warned|helped|asked|heard|guided|consulted)",
    r"(?:is|are|as) (?:the )?(?:ones? )?being (?:served|told|helped|informed|protected|guided|warned)", r"(?:is|are|am) (?:she|he|they|we|i) looked after",
    r"(?:done|opened up|explained|provided|supplied) for (?:\w+ )?like (?:us|me)", r"gets? something out of it",
    r"(?:bind|oblige|require)s? (?:another|some other|those) [^.?!]{0,40}\btowards?",
    r"wants? (?:me|us|him|her|them|[\w' ]{3,20}?) (?:involved|consulted|informed|told|included|asked)", r"in (?:our|my|their|his|her|[\w' ]{3,20}['’]s?) favour",
    r"(?:give|gives|owe|owes|promise|promises) (?:me|us|him|her|them) (?:something|anything)(?! to (?:do|see)\b)", r"have (?:me|us|him|her|them) in mind", r"draw (?:me|us|him|her|them) in", r"listen to (?:me|us|him|her|them)",
    r"(?:provisions?|requirements?|recommendations?|anything|points?|something)[^.?!,]{0,40} (?:that|which) (?:looks? after|stands? up for|shields?|helps?|serves?|protects?) (?:me|us|him|her|them)",
)  # fmt: skip
"""Asks for what somebody else is to do for one."""
ONLY_OBLIGES: Final = _any(
    r"by name", r"in (?:our|my|their|its) own (?:name|right)", r"name[sd]? (?:us|me|them|\w+ )?(?:directly|expressly|explicitly)", r"direct(?:ly)? (?:oblige[sd]?|name[sd]?|bind|binds|bound|addressed?|on|duties|obligations?)", r"as such", r"single[sd]? out",
    r"(?:oblige|bind|bound|obliged)s? (?:\w+ ){0,4}directly", r"directly", r"not (?:merely |just |simply )?(?:as|because (?:it|we|they) (?:is|are)) (?:an |any )?organisations?", r"leave aside what every organi[sz]ation", r"(?:themselves|themself|myself|ourselves|himself|herself)",
)  # fmt: skip
ONLY_ORGANISATION: Final = _any(
    r"(?:only |merely |simply |purely |just )?(?:by way of being|in our capacity as|because (?:we are|it is|they are)|as) (?:an |a )?(?:employer or )?organi[sz]ations?(?: in general)?", r"organi[sz]ation[- ]wide (?:duties|ones)", r"every organi[sz]ation", r"(?:any|all) organi[sz]ations?", r"organi[sz]ations? (?:in general|generally|at large)",
)  # fmt: skip
LISTING: Final = _any(
    r"list(?:s|ed)?", r"everything", r"all", r"every", r"complete", r"full", r"which (?:provisions?|parts?|items?|points?|duties|obligations?|requirements?|recommendations?|principles?|of|ones?|bits?|rules?|mandatory|things?|demands?)", r"what (?:must|do|does|should|shall|is|are|applies|binds?|obligations?|duties|falls?|lands?|parts?|requirements?|would|has|have|can|could|else)",
    r"checklist", r"overview", r"summar(?:y|ise|ize)", r"give (?:me|us)", r"show (?:me|us)", r"duties", r"obligations?", r"responsibilit(?:y|ies)", r"to-?do", r"run ?down", r"enumerate", r"set out", r"tell (?:me|us) what", r"anything", r"name (?:the|all|every)", r"where do", r"pick out", r"the lot", r"any",
    r"homework", r"chores", r"tasks?", r"on (?:our|my|their|us|me)", r"applies?", r"touch(?:es)?", r"concerns?", r"places?", r"at which", r"put(?:s)? on", r"expect(?:ed|s)?", r"ask(?:s|ed)?", r"demand(?:s|ed)?", r"fall(?:s)? (?:to|on)", r"land(?:s)? on", r"only", r"just",
)  # fmt: skip
SET_ASIDE: Final = re.compile(
    r"\b(?:not|leave aside|leaving aside|leave out|leaving out|without|rather than|instead of|except|excluding|nothing|never mind|forget|drop|cut|remove|minus|apart from|take out|minus|less|ignore|ignoring|skip|skipping|beyond)\b[^.?!]{0,50}\borgani[sz]ations?",
    re.IGNORECASE,
)
LIST_NOUN: Final = _any(
    r"provisions?",
    r"paragraphs?",
    r"clauses?",
    r"requirements?",
    r"recommendations?",
    r"duties",
    r"duty",
    r"obligations?",
    r"responsibilities",
    r"points?",
    r"items?",
    r"parts? of the code",
    r"list",
    r"everything",
    r"complete",
    r"checklist",
    r"rules",
    r"musts?",
    r"must[- ]dos?",
    r"shoulds?",
    r"shalls?",
    r"all of it",
    r"the lot",
    r"the code (?:say|ask|demand|require|expect|want|hold|put|lay|have|contain|promise)s?",
)
LIMITER: Final = _any(r"phases?", r"stages?", r"principles?", r"P\d{1,2}")
NEGATED_STRENGTH: Final = re.compile(
    r"(?:leave out|leaving out|without|except|excluding|not|instead of|rather than|as (?:against|opposed to|distinct from)|never mind|skip(?:ping)?|forget(?:ting)?|minus|regardless of|nothing(?! but)|omit(?:ting)?|ignor(?:e|ing)"
    r"|leav(?:e|ing)(?=[^.?!]{0,40}\b(?:out|aside)\b)|(?:is|are|were)n['’]?t|more than(?: mere(?:ly)?| just)?|drop(?:ping)?|cut(?:ting)?|remov(?:e|ing)|tak(?:e|ing) out|strip(?:ping)?|spare (?:us|me)|cross out|strike|no)\s+(?:[\w']+\s+){0,4}?['\"‘’“]?"
    r"((?:recommend\w*|should(?! (?:do|give|tell|show|provide|be doing)\b)\w*|optional|advis\w*|advice|suggest\w*|nice[- ]to[- ]haves?|(?:it )?would be nice|required|requirements?|requirments?|mandatory|compulsory|soft\w*|strong\w*|binding|shalls?|musts?)(?:['\"’”]? n?or (?:an? )?['\"‘“]?(?:shalls?|shoulds?|musts?)(?! (?:we|i|they|it)\b))?)",
    re.IGNORECASE,
)
PHASE_WORDS: Final[dict[str, str]] = {
    "secure-design": "design",
    "secure-development": "development",
    "secure-deployment": "deployment",
    "secure-maintenance": "maint(?:e|ai|ei|a)nance",
    "secure-end-of-life": "(?:end[- ]of[- ]life|eol|disposal|decommissioning|retirement)",
}
"""The phases in their order, with the words that are their names."""
PHASE_EVERYDAY: Final[dict[str, str]] = {
    "secure-design": r"(?:drawing|white)[- ]?board|being (?:designed|planned)",
    "secure-development": r"being built",
    "secure-deployment": r"launch(?:ing)?|go(?:ing|es)?[- ]live|roll(?:ing)?[- ]?out",
    "secure-maintenance": (
        r"upkeep|day[- ]to[- ]day (?:upkeep|running|use)|being run|in (?:service|operation|live use|daily use)"
        r"|aftercare|looked after"
    ),
    "secure-end-of-life": (
        r"retire(?:ment|d|s)?|sunset(?:ting)?|withdraw(?:al|n)|scrap(?:ped|ping)|switch(?:ed)?[- ]off(?: for good)?|turned off(?: for good)?"
        r"|wind(?:ing)?[- ]?(?:down|up)|decommissioned|disposed of|the end"
    ),
}
"""Other words for them, which tell a phase beside that word or beside another phase."""
PHASE_ACTIVITY: Final[dict[str, str]] = {
    "secure-design": "planning",
    "secure-development": "(?:actual )?building|build|coding|programming",
    "secure-deployment": "release",
    "secure-maintenance": "running",
    "secure-end-of-life": "shutdown",
}
"""Words that tell a phase only beside that word: whoever speaks of “building and running” may mean no phase."""
PHASE_NAMED: Final[dict[str, re.Pattern[str]]] = {
    phase: re.compile(
        rf"\bsecure[- ]?{words}\b|\b(?:{words}|{PHASE_EVERYDAY[phase]}|{PHASE_ACTIVITY[phase]})[- ](?:(?:phase|stage|fase)s?|principles)\b|\b(?:phase|stage|fase) (?:no\.? ?|number )?(?:{number})\b|\b(?:{ordinal}) (?:phase|stage|fase)\b",
        re.IGNORECASE,
    )
    for (phase, words), number, ordinal in zip(
        PHASE_WORDS.items(),
        ("1|one|i", "2|two|ii", "3|three|iii", "4|four|iv", "5|five|v"),
        ("first|1st", "second|2nd", "third|3rd", "fourth|4th", "fifth|5th"),
        strict=True,
    )
}
"""A phase called by its name or number, which no head need confirm."""
_IT_IS: Final = r"(?:it|they|(?:(?:the|this|that) )(?:[\w-]+ )?[\w-]+)(?:['’](?:s|re)| is| are) (?:(?:now|all|still|only|actually|already) )?"
PHASE_TOLD: Final[dict[str, re.Pattern[str]]] = {
    phase: re.compile(
        rf"\b(?:while|when|once|now(?: that)?|as long as|time(?: that)?) {_IT_IS}(?:{state})\b{more}", re.IGNORECASE
    )
    for phase, state, more in (
        (
            "secure-design",
            r"being (?:designed|planned|sketched|thought up)",
            r"|\bon (?:the|our|their) drawing board\b",
        ),
        ("secure-development", r"being (?:built|developed|coded|made|trained|programmed)", ""),
        (
            "secure-maintenance",
            r"being (?:run|used|kept going|maintained|looked after|serviced)|up and running|running|in (?:(?:daily|live|regular) )?(?:service|use|operation)"
            r"|ticking over|live",
            "",
        ),
    )
}
"""A phase told by what happens to the system meanwhile: “while it is being run”."""
ANYBODY: Final = re.compile(
    r"\b(?:no matter|regardless of|irrespective of|whatever) (?:whom?|which role|the role|role|who they)\b|\b(?:for|on|of|across) (?:everybody|everyone|all roles|any role|every role)(?: alike)?\b(?! who| with)"
    r"|\bnot just (?:them|him|her|those)\b(?!,? but\b)|\bno matter whose\b|\bnever mind (?:who|whom|whose|which role|the role)\b|\bwhoever (?:it|they) (?:is|are|may be)\b|\bwhoever (?:has to|must|is to|should|may have to) (?:act|do it|do so|see to it)\b|\bwhoever (?:it|they) (?:binds?|falls? on|concerns?)\b|\b(?:whichever|whatever) role\b|\ball roles included\b|\bnot just (?:us|developers|operators|custodians)\b|\b(?:no|any) particular role\b(?! named)|\bwithout (?:any|a) (?:particular )?role\b",
    re.IGNORECASE,
)
"""Words that say that a list is not one role's."""
OF_THOSE: Final = re.compile(
    r"(?<=[^.?!]{25})\b(?:(?:are|is) (?:any|some|all|both|one|none)|how many) of (?:those|these|them|the latter)\b[^.?!;]*",
    re.IGNORECASE,
)
"""Asks of what strength the listed ones are, and limits the list to none: “and are any of those mere advice?”."""
NO_MORE_THAN: Final = re.compile(
    r"\b(?:no|not|nothing) more than\b|\bnothing (?:weaker|softer|less|below)(?: than)?\b|\bnothing but\b"
    r"|\b(?:strip|cut|pare|boil|trim|whittle|bring)(?:ped|ping|ting|red|ring|med|ming)? (?:\w+ ){0,3}?(?:down |back )?to\b",
    re.IGNORECASE,
)
"""Words that say “only”, though they look like a denial."""
_FIRM: Final = (
    r"(?:strict(?:ly)?|required|mandatory|compulsory|binding|obligatory|firm(?:ly)?|hard|strong|requires?|shalls?|musts?|requirements?)"
    r"(?: (?:rules?|duties|ones|points|things))?"
)
_MILD: Final = (
    r"(?:recommended|recommends?|advisory|advised|advice|optional|soft|loose|weak|shoulds?|oughts?|recommendations?|voluntary)"
    r"(?: (?:rules?|duties|ones|points|things))?"
)
_BESIDES: Final = r",? (?:or|and|as well as|plus|along with|together with|alongside|beside) (?:(?:else|merely|just|only|as|a|the|any) )?"
_NOT_JUST: Final = rf"\bnot (?:just|only|merely) (?:the |what is |what['’]s )?{_FIRM}(?: (?:part|bit)s?)?\b"
NOT_JUST: Final = re.compile(_NOT_JUST, re.IGNORECASE)
""" "Not just the binding part": leaves nothing out."""
EITHER_STRENGTH: Final = re.compile(
    rf"(?<!not )(?<!neither )\b{_FIRM} or (?:not|otherwise)\b|(?<!not )(?<!neither )\b{_FIRM}{_BESIDES}{_MILD}\b"
    rf"|(?<!not )(?<!neither )\b{_MILD}{_BESIDES}{_FIRM}\b"
    r"|\b(?:required|mandatory|compulsory|binding),? (?:and|or) (?:what|which)(?:['’]s)?(?: \w+){0,3} (?:recommended|advised|optional|advisory|advice)\b"
    r"|\b(?:recommendations?|advice|shoulds) included\b|\bincluding (?:the |all |mere )?(?:recommendations|advice|shoulds)\b"
    r"|\b(?:any|either|whatever|whichever) (?:strength|verb)\b|\bhowever (?:firm|strong|binding|strict)(?:ly)?\b(?! (?:their|our|its|his|her|your|my)\b)"
    r"|\b(?:no matter|never mind|regardless of|irrespective of|whatever|(?:do|does)(?:n['’]t| not) (?:care|mind))"
    r" (?:about )?(?:(?:how |the |its |their |of )+)(?:strong(?:ly)?|strength|firm(?:ly|ness)?|binding|strict(?:ly|ness)?|force|weight)\b(?! of\b| (?:their|our|its|his|her|your|my)\b)"
    r"|\b(?:firmness|strength|strictness|force) (?:(?:does|do)(?:n['’]t| not) matter|makes no difference|is (?:no matter|all one))\b"
    rf"|\b{_MILD}(?:,? (?:too(?! much)|as well|included))\b"
    rf"|{_NOT_JUST}",
    re.IGNORECASE,
)
"""Words that say that no strength limits a list."""
BY_STRENGTH: Final = re.compile(
    r"\b(?:should|shall|must|recommendation|requirement)s?['’”]?[- ](?:strength|level|list|items?|provisions?|ones)\b",
    re.IGNORECASE,
)
"""A strength called by its verb, which no head need confirm: “what they're owed at should strength”."""
REQUIRED_OF: Final = re.compile(r"\brequired (?:of|to|from)\b|(?<!not )\brequires? (?:of|from)\b", re.IGNORECASE)
"""Asks for requirements: “what is required of us?”."""
DUTIES_THEMSELVES: Final = re.compile(
    r"\b(?:themselves|ourselves|myself|himself|herself) (?:have|has|got|carry|bear|owe) (?:any|some|no|a) (?:\w+ )?(?:dut(?:y|ies)|obligations?|tasks?)\b"
    r"|\b(?:duties|obligations|(?:has|have|had|are|is|ought) to (?:do|meet))\b[^.?!,;:]{0,60}\b(?:themselves|themself|myself|ourselves|himself|herself)\b"
    r"|\b(?:do|does|must|should|shall|are|is|am) (?:[\w-]+ ){1,4}?(?:themselves|themself|myself|ourselves|himself|herself|itself) (?:(?:have|has|need|needs|ought|obliged|required|bound|supposed|meant|expected) to )?"
    r"(?:do|meet|see to|take care of|attend to|carry out|observe|comply with|fulfil|deal with|get done)\b"
    r"|\bwhat (?:am|are|is) (?!others\b|(?:any|some|every)(?:body|one)\b)(?:[\w'’-]+ ){1,3}?obliged to\b(?! (?:tell|give|explain|show|provide|inform|hand|send|share|offer|supply|help|warn|train|consult|involve|include)\b| do (?:\w+ )?for\b)"
    r"|\b(?:asks?|demands?|expects?|requires?|wants?) of (?:[\w-]+ ){1,3}?(?:themselves|themself|myself|ourselves|himself|herself|itself)\b"
    r"|\b(?:of|to|on|for|upon|from) (?:us|me|him|her|them) (?:ourselves|myself|himself|herself|themselves)\b"
    r"|\b(?:i|we), not (?:they|them|others|he|she)\b|\bfor (?:us|me|him|her|them) to (?:do|see to|meet|carry out)\b(?! (?:for|towards?)\b)|\bthat(?:['’]s| is| are) (?:(?:actually|really|properly) )?(?:ours|mine|theirs)\b|\b(?:am|are|is) (?:\w+ ){0,3}on the hook\b"
    r"|\bare (?:our|my|their|its|his|her) own (?:\w+ )?(?:duties|obligations|tasks|responsibilities|homework|chores|jobs)\b",
    re.IGNORECASE,
)
"""Words for what a role has to do itself, by name or as an organisation."""
APPLIES: Final = re.compile(
    r"\bwhat (?:(?:in|of) [\w ]{3,25} )?(?:all )?appl(?:ies|y) to\b"
    r"|\bwhat (?:does|has) (?:the code|it|this code) (?:hold|have|got|say|contain)(?: in store)? for\b"
    r"|\bwhat(?:['’]s| is) (?:there|in (?:it|the code)) for\b",
    re.IGNORECASE,
)
"""Asks for all that has to do with somebody, whoever is to do it."""
DUTY_ON: Final = (
    r"\b(?:lay|place|put|impose|rest)s? (?:any|some|no|a) (?:(?:single|real|actual) )?(?:duty|duties|obligations?|burdens?)"
    r"(?: (?:at all|whatsoever|whatever|directly))? (?:up)?on\b"
)
BY_NAME: Final = _any(r"by name", r"directly", r"expressly", r"explicitly")
LAYS_DUTY: Final = re.compile(DUTY_ON, re.IGNORECASE)
"""Asks whether anything at all is somebody's duty."""
LAYS_NONE: Final = re.compile(
    r"\b(?:never|nowhere|(?:does|do)(?:n['’]t| not)|nothing (?:that )?)\s*(?:lay|place|put|impose)s?\b", re.IGNORECASE
)
"""Claims that nothing is somebody's duty, and asks for no list."""
TOUCHES: Final = re.compile(
    r"^which (?:\w+ )?(?:paragraphs|provisions|clauses|points|items|parts|bits|lines|rules)\b[^.?!]{0,20}\b(?:touch|concern|appl(?:y|ies)|name|mention|cover|affect|bind|speak)\b"
    r"|\b(?:which|what|name|list)\b[^.?!]{0,40}\b(?:duties|obligations|tasks|burdens)\b[^.?!]{0,30}\b(?:puts?|places?|lays?|imposes?|falls?|rests?|gives?|assigns?|hands?)\b"
    r"|\bprovisions? that (?:puts?|places?|lays?|imposes?)\b"
    r"|\bany (?:duty|duties|obligations?|tasks?)\b[^.?!]{0,30}\b(?:theirs|ours|mine)\b"
    r"|\b(?:hold|have|contain|offer)s? (?:anything|something|nothing) for (?:us|me|them|him|her)\b"
    r"|\b(?:anything|something|nothing|what(?:['’]s| is)(?: there)?) in (?:it|there|the code) for\b|\b(?:mentioned|named|figure|appear|(?:come|turn|crop) up)\b[^.?!]{0,20}\b(?:anywhere|at all)\b",
    re.IGNORECASE,
)
"""Asks for all that has to do with somebody."""
DUTIES_OF: Final = re.compile(
    r"\b(?:duties|obligations|requirements|recommendations|measures)\b|\bwhat applies\b|\b(?:should|must|shall|to-?do)[- ]?list\b|\blist (?:for|of)\b"
    r"|\bwhat (?:does|would) (?:the code|it) (?:want|ask|expect|require|demand)s? (?:from|of)\b",
    re.IGNORECASE,
)
"""Asks for what a role has to do in a field, not for one place on it."""
LIST_THEM: Final = re.compile(r"\b(?:list|name|show|give me|set out) (?:them|those|each|all of them)\b", re.IGNORECASE)
"""Asks to have them listed after all, not only counted."""
OF_A_STRENGTH: Final = re.compile(
    r"\bwhich (?:\w+ )?(?:items|points|provisions|parts|things|ones|bits|duties|tasks|paragraphs|clauses) (?:are|is) (?:\w+ )?(?:mandatory|required|binding|compulsory|recommended|advised|advisory|optional)"
    r" (?:for|on|in) (?:me|us|my|our)\b",
    re.IGNORECASE,
)
"""Asks for the asker's list of one strength, whatever the story before it makes one think of."""
DUTIES_ONLY: Final = re.compile(
    r"\b(?:leave out|leaving out|leav(?:e|ing) aside|set(?:ting)? aside|put(?:ting)? aside|disregard(?:ing)?|excluding|rather than|other than|skip|without|not|ignore|except|drop|minus|omit)\b[^.?!;:]{0,40}\b(?:owes?|owed|kept in the (?:loop|picture)|(?:merely |only |just )?(?:being )?(?:informed|involved|included|consulted|told|brought in)|(?:must |have to |has to |should )(?:consult|inform|include|involve|serve|help|tell|do for) (?:them|him|her|us|me))\b"
    rf"|{DUTY_ON}"
    r"|\b(?:duties|obligations) of (?:ours|mine|theirs|its own|their own)\b"
    r"|\b(?:duties|obligations) only\b|\bonly (?:the )?(?:actual )?(?:duties|obligations)\b"
    r"|\b(?:just|only|purely|solely|what are|on|of|list|name|show (?:me|us)|give (?:me|us)|which are) (?:our|my|their|its|his|her) own (?:\w+ )?(?:duties|obligations|tasks|responsibilities|homework|chores|jobs)\b"
    r"|\b(?:i|we) (?:personally|myself|ourselves) (?:am|are) (?:on the hook|bound|obliged|answerable)\b"
    r"|\bnot what (?:the )?(?:others?|anybody else|anyone else|everybody else|everyone else|the rest) (?:must |have to |has to |should |are to |is to )?(?:do(?:es)?|owes?)\b",
    re.IGNORECASE,
)
"""Words that leave out what others owe a role."""
_ME: Final = (
    r"(?:me|us|(?:our|my) (?:sakes?|benefit|good)|(?:some(?:body|one)|a person|people|any(?:body|one)|those) (?:like|such as) (?:me|us)|the likes? of (?:me|us)"
    r"|(?:some(?:body|one)|a person|people|any(?:body|one)|those) in (?:my|our) (?:position|place|shoes|seat|situation))"
)
OWES: Final = re.compile(
    r"(?<!\bi )(?<!\bwe )(?<!\bourselves )(?<!\bmyself )\b(?:required|bound|obliged|meant|supposed|advised|expected|told|asked|have|has|ought|needs?)(?:, [^,.?!;]{2,40},)? to\b(?! say\b)"
    rf"[^.?!;:]{{2,60}}?\b(?:for|towards?|on behalf of) {_ME}\b"
    rf"|\b(?:must|should|shall)(?! (?:i|we)\b)[^.?!;:]{{0,50}}\bdo\b[^.?!;:]{{0,30}}\b(?:for|towards?) {_ME}\b"
    r"|\bthat (?:(?:some|any)(?:body|one) else|others?|they) (?!than\b)[^.?!;:]{2,30}\b(?:me|us)\b"
    rf"|\bha(?:s|ve) (?!to\b|been\b|we\b|i\b)[^.?!;:,]{{2,40}}? (?:do|give|tell|show|provide|share|hand)\b[^.?!;:,]{{0,30}}\b{_ME}\b"
    r"|\bmakes? (?!me\b|us\b)[^.?!;:]{3,70}\bdo (?:\w+ ){1,3}for\b"
    rf"|\bowe(?:s|d)?(?: (?:some|any)thing)?(?: to)? {_ME}\b",
    re.IGNORECASE,
)
"""Somebody else is to do something for the asker: “what are they required to do for people like me?”."""
LEFT_OUT: Final = re.compile(
    r"\b(?:leav(?:e|ing) (?:out|aside)|(?:set|put)(?:ting)? aside|never mind|forget|ignor(?:e|ing)|without|excluding|except|other than|rather than|apart from"
    r"|skip(?:ping)?|drop(?:ping)?|minus|not|nothing)\b[^.?!;:,]{0,40}$",
    re.IGNORECASE,
)
"""What stands before something that a list leaves out."""

NOT_ACTING: Final = re.compile(
    r"\b(?:not|rather than|instead of|as opposed to|leave out|leaving out|leave aside|leaving aside|without|minus|don'?t (?:give|tell|show) (?:me|us)) (?:what |where |the ones that )?(?:(?:(?:the )?[\w-]+ )?[\w-]+ )??(?:must |have to |has to |ought to )?"
    r"(?:(?:as )?the ones? who (?:acts?|ha(?:s|ve) to act|do(?:es)? it)|acting|do(?:ing)? (?:it |this |anything |something )?(?:them|our|my|it|him|her)sel(?:f|ves)|(?:their|our|my|its|his|her) own (?:duties|tasks|obligations))\b"
    r"|\b(?:never mind|forget|leav(?:e|ing) (?:out|aside)|(?:set|put)(?:ting)? aside|apart from|besides) (?:all )?(?:what(?:ever)?|the things|anything) (?:that )?(?:we|i) (?:ourselves |myself )?"
    r"(?:have to|must|need to|ought to|should|are to|might) (?:do|see to|carry out)(?: (?:ourselves|myself))?\b(?=[^?]*\b(?:ow(?:ed?|es|ing)|entitled|for us|for me|towards (?:us|me))\b)"
    r"|\b(?:never mind|forget(?:ting)?|ignor(?:e|ing)|leav(?:e|ing) (?:out|aside)|(?:set|put)(?:ting)? aside|apart from|without|excluding|minus|skip(?:ping)?) "
    r"(?:every|each|any|all|the|those)(?: the)? (?:provisions?|points?|items?|duty|duties|obligations?|tasks?|clauses?|things?|ones?)(?: (?:that|which))? "
    r"(?:(?:(?:puts?|places?|lays?|imposes?) (?:a |an |any |some )?(?:\w+ )?(?:duty|duties|burden|obligations?|tasks?) (?:up)?on|binds?|obliges?|falls? on|of|on)"
    r" (?:me|us|ours|mine|them|him|her|ourselves|myself)\b"
    r"|(?:we|i) have(?=\s*(?:$|[.,;:?!)])|\s+(?:to|under|in|as|ourselves|myself|there|here)\b))",
    re.IGNORECASE,
)
"""Words that leave out what a role has to do itself."""
BOTH_SIDES: Final = re.compile(
    r"\b(?:be it|whether)\b[^.?!]{0,40}\b(?:dut(?:y|ies)|must|ha(?:s|ve) to)\b[^.?!]{0,30}\bor\b[^.?!]{0,40}\bfor (?:me|us|him|her|them|our|my)\b"
    r"|\bboth (?:sides|directions|ways)\b|\bboth (?:our|my|their|its) own (?:[\w-]+ )?and\b|\bdut(?:y|ies)(?: of (?:mine|ours|theirs))? or (?:(?:some|any)(?:body|one) else['’]s|(?:that )?of others?|for (?:my|our) protection)\b|\bincluding (?:where|what|anything|whatever)\b[^.?!]{0,40}\bowe[sd]?\b|\btwo-way\b|\bboth what (?:it|we|they|i|he|she) (?:does?|ha(?:s|ve) to do|must do)\b|\bowes? (?:or|and) (?:gets?|is owed|are owed)\b",
    re.IGNORECASE,
)
"""Words that say that what somebody has to do and what it is owed both count."""
BOUND_TO: Final = re.compile(
    r"\b(?:oblige|bind) (?!others?\b|some|any|every|the\b|them\b|him\b|her\b|to\b)|\bobliged to do\b|\bon the hook\b|\b(?:have|has) to do\b|\b(?:must|should|shall) (?:we|i|they|it) do\b",
    re.IGNORECASE,
)
"""Words for what somebody has to do themselves."""
BOUND: Final = re.compile(rf"{BOUND_TO.pattern}|\bobligations?\b|\brequirements?\b|\brecommendations?\b", re.IGNORECASE)
"""Words for what somebody has to do, or for the strength of what somebody else has to."""
OTHERS: Final = re.compile(
    r"\b(?:others|(?:some|any|every)(?:body|one) else|benefit|in favour of|for (?:our|my|their) sakes?|meant to help)\b",
    re.IGNORECASE,
)
"""Words for those who owe a role something."""
WHAT_TO_DO: Final = re.compile(
    r"\bwhat (?:do|does|must|should|shall) (?:i|we|they|it|he|she|somebody|someone) (?:have to |has to |need to )?(?:do|be doing)\b(?! (?:with|about|if (?!(?:i|we|you)(?:['’]m|['’]re| am| are) )|when|for|to)\b)"
    r"|\bwhat does (?:the code|it|this code) (?:say|hold|ask|have|want|expect|mean|demand|require)(?: in store)? (?:for|of|from|to) (?:me|us)\b"
    r"|\bwhat (?:do|does|is|are|must|should|am)\b[^.?!]{0,40}\bowed?\b(?: (?:to )?(?:me|us|them|people|somebody|someone)\b)?",
    re.IGNORECASE,
)
""" "What do we have to do?", "what does the Code say for us?", "what am I owed?": of all that concerns somebody."""

EVERYWHERE: Final = re.compile(
    r"\b(?:all|across|over|through|throughout|in|any|each|every)(?: of)?(?: the| its| our)?(?: (?:5|13|five|thirteen))? (?:principles|phases|stages)\b(?! (?:\d|of (?!the code)|called|named))"
    r"|\b(?:whole|entire|full|complete)(?: of (?:the|its))? life(?:[- ]?(?:cycle|span|time))?\b|\blife[- ]?cycle as a whole\b|\bcradle to grave\b|\bend to end\b"
    r"|\b(?:any|every|each|whichever|whatever|regardless of|no matter (?:which|what))(?: the)? (?:phase|stage|principle)\b"
    r"|\bfrom (?:start|beginning) to (?:finish|end)\b"
    r"|\bfrom (?:the )?(?:first|design|drawing board)\b[^.?!]{0,30}\b(?:to|till|until|through) (?:the )?(?:last|end of life|retirement|disposal|decommissioning|switch[- ]?off)\b",
    re.IGNORECASE,
)
"""Words that say that no phase and no principle limits a list."""

PRINCIPLE_THEMES: Final[dict[int, re.Pattern[str]]] = {
    number: re.compile(
        r"(?:\b(?:"
        + words
        + r")\b[^.?!,]{0,12}\b(?:principle|chapter|one|next)\b)|(?:\bprinciple\b (?:on|about|of|for|dealing with|concerning) (?:the |our |your )?(?:\w+ )?(?:"
        + words
        + r")\b)",
        re.IGNORECASE,
    )
    for number, words in {
        1: "awareness|training",
        2: "design",
        3: "threats?|risks?|risk management|threat modelling",
        4: "human responsibility|oversight|human oversight",
        5: "assets?|asset[- ]protection|inventory",
        6: "infrastructure",
        7: "supply[- ]chain|suppliers?",
        8: "documentation|documenting|documents?",
        9: "testing|tests?|evaluation",
        10: "communication|communicating|end[- ]users?",
        11: "updates?|patch(?:es|ing)?|maintenance",
        12: "monitoring|behaviour|logs?|logging",
        13: "disposal|end of life|deletion",
    }.items()
}
