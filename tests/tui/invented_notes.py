"""Three invented notes with their marks, questions and neighbours. No real person is in them."""

# ruff: noqa: E501 - people do not write in lines of a hundred characters

from __future__ import annotations

VISIT = """Home visit, Tuesday 4pm. Visit 4. Mum and Ela seen, baby asleep upstairs.

Ela said "he counts the stairs as he comes up" and held her breath when the front door went. She did not look at me again until it was quiet.

Mum failed to engage with the parenting programme. I wonder if saying no to the course is the one place she still gets to decide. Or it may be that Thursdays are when he rings.

The more I push for the course the quieter she gets, so I push more. Nan has Ela every Saturday and walks her home by the canal so they do not pass his flat.

If he comes back drunk at night Ela (7) has nobody awake to go to. We have not asked the baby's health visitor what she sees.

- SW to ring the IDVA by Thursday.
- Next visit: ask Ela who else counts.
"""

SUPERVISION = """Supervision, R family. Present: SW, TM.

School see defiance, Nan sees a boy protecting his sister. We talked about his race and never about ours.
I noticed I had stopped being curious about Dad. Perhaps we are rowing in the team as the parents row.

Agreed: stays on a plan until the police answer. Thanks to SW for a hard fortnight; two days' TOIL.
"""

MINUTES = """Core group minutes

1. Apologies: GP.
2. Attendance is up, 4 days of 5 this half term.
3. Mum: "I want to be there when she wakes." She has asked for the early shift to end.
"""

MARKS = {
    VISIT: [
        ("Ela said", "voice.words", 0.97, ["he counts the stairs as he comes up"]),
        ("Ela said", "voice.observed", 0.84, ["held her breath when the front door went"]),
        ("She did not look", "voice.observed", 0.58, ["did not look at me again until it was quiet"]),
        ("Mum failed", "language.deficit", 0.91, ["failed to engage"]),
        ("I wonder if", "hypothesis.tentative", 0.95, ["I wonder if", "one place she still gets to decide"]),
        ("Or it may be", "hypothesis.rival", 0.83, ["Or it may be that Thursdays are when he rings"]),
        ("The more I push", "systemic.circularity", 0.88, ["The more I push", "so I push more"]),
        ("The more I push", "systemic.parallel", 0.51, []),
        ("Nan has Ela", "language.strength", 0.92, ["walks her home by the canal so they do not pass his flat"]),
        ("If he comes", "language.concern", 0.94, ["has nobody awake to go to"]),
        ("We have not asked", "voice.gap", 0.66, ["have not asked"]),
        ("- SW to ring", "record.action", 0.96, ["SW to ring the IDVA by Thursday"]),
        ("- Next visit", "hypothesis.enquiry", 0.81, ["ask Ela who else counts"]),
    ],
    SUPERVISION: [
        ("School see", "systemic.perspectives", 0.93, ["School see defiance, Nan sees a boy protecting his sister"]),
        ("We talked", "systemic.difference", 0.86, ["his race and never about ours"]),
        ("I noticed", "systemic.curiosity", 0.7, ["stopped being curious"]),
        ("Perhaps we", "systemic.parallel", 0.9, ["rowing in the team as the parents row"]),
        ("Agreed", "record.decision", 0.9, ["stays on a plan"]),
        ("Thanks", "record.support", 0.9, ["two days' TOIL"]),
    ],
    MINUTES: [("3. Mum", "language.hope", 0.62, ["I want to be there when she wakes"])],
}  # fmt: skip

QUESTIONS = {
    VISIT: [
        ("q-014", "Ela told you what she listens for at night. What has she been told will happen next?",
         "he counts the stairs as he comes up", "The child's own words are here, and nothing yet says what came of them."),
        ("q-031", "You have two ideas about why she says no. What would you notice on a Thursday if the second were nearer?",
         "Or it may be that Thursdays are when he rings", "Two ideas stand side by side, and neither has been tested."),
        ("q-052", "When you push and she goes quiet, what might she be hoping you will do instead?",
         "The more I push for the course the quieter she gets", "You have written yourself into the pattern."),
    ],
    SUPERVISION: [
        ("q-020", "Who in the team would be most surprised to hear what Nan sees?",
         "Nan sees a boy protecting his sister", "Two views are held side by side."),
    ],
    MINUTES: [],
}  # fmt: skip

NOT_FOUND = {
    VISIT: ["Dad's view", "why the IDVA", "what would be different for the baby"],
    SUPERVISION: ["the children's words"],
    MINUTES: [],
}

DISCUSSIONS = [
    ("L1-014", "Do we keep offering what she keeps refusing, or ask what the refusing does for her?",
     "The presenter brought a mother who turns down every course. The children listen for footsteps at night and the eldest counts them.\n\nOne listener was struck by how often the group said “engage”. Each time we pushed, she withdrew, and we pushed again.\n\nWhat rang for another was the word “footsteps”, and a house where she had listened too.\n\nThe group asked what a no that was listened to would sound like."),
    ("L1-090", "How do we stay useful to a child who has learned to listen for the door?",
     "A boy of eight goes still when a key turns. His aunt takes him on Saturdays and they cook.\n\nThe group wondered what he had been told would happen next, and by whom. Nobody could say.\n\nAn idea: his stillness looks after the grown-ups. Another: it is simply what has worked."),
    ("L2-007", "When the plan is one more thing she has to say yes to",
     "The worker felt she had become another person with a timetable. The group thought about who decides Thursdays.\n\nWe asked what the mother would put on the plan if hers were the only pen."),
]  # fmt: skip

SIMILAR = {
    VISIT: [
        ("L1-014", 0.71, "both hold a pattern in which pushing and going quiet feed each other",
         "different: there the children were older and Dad still lived at home",
         [("The more I push for the course the quieter she gets", "Each time we pushed, she withdrew, and we pushed again"),
          ("counts the stairs as he comes up", "listen for footsteps at night and the eldest counts them")],
         ["What would a no that was listened to sound like?", "Who gains a little peace when she refuses?"]),
        ("L1-090", 0.64, "both hold a child listening for somebody at the door, and a Saturday with family",
         "different: there nobody had written down the child's own words",
         [("held her breath when the front door went", "goes still when a key turns"),
          ("Nan has Ela every Saturday", "His aunt takes him on Saturdays")],
         ["What has he been told will happen next, and by whom?"]),
        ("L2-007", 0.52, "both hold a refusal that may be about who decides",
         "different: there no harm was named", [("the one place she still gets to decide", "who decides Thursdays")],
         ["What would she put on the plan if hers were the only pen?"]),
    ],
    SUPERVISION: [],
    MINUTES: [],
}  # fmt: skip
