"""补正、受理、不予受理、保密."""

from plugins.heroes.blueprint import bp
from plugins.heroes.forms import CorrectionForm
from plugins.heroes.models import Deed
from portal.records.forms import ReasonForm
from portal.records.mounting import Ask, mount

SECRECY = "改变保密要求：要求保密的不公示，也不出现在名单、导出和查找结果里；正在公示的立即撤下。"

pages = mount(
    bp,
    Deed,
    at="/deeds/<int:deed_id>",
    show="heroes.show",
    steps={
        Deed.accept: Ask(at="acceptance", done="已受理。", main=True, icon="check"),
        Deed.ask_correction: Ask(
            ReasonForm,
            at="correction/new",
            done="已告知补正。",
            button="告知补正",
            explanation="补正只能告知一次，请一次写全还缺什么。",
            args=lambda form, deed: {"what": form.text.data},
        ),
        Deed.correct: Ask(
            CorrectionForm,
            at="correction",
            done="已补正。",
            main=True,
            icon="pencil",
            keeps_draft=True,
            start=lambda deed: {"story": deed.story, "beneficiary": deed.beneficiary, "losses": deed.losses},
            args=("note", "story", "beneficiary", "losses"),
        ),
        Deed.decline: Ask(
            ReasonForm,
            at="refusal",
            done="已登记为不予受理。",
            icon="x",
            tone="danger",
            explanation="不予受理要写明理由，并书面告知申报人。",
        ),
        Deed.set_secret: Ask(
            ReasonForm,
            at="secrecy",
            done="保密要求已改变。",
            icon="eye",
            explanation=SECRECY,
            args=lambda form, deed: {"secret": not deed.secret, "reason": form.text.data},
            title=lambda deed: "解除保密" if deed.secret else "设为保密",
        ),
    },
)
