"""Where editors keep the catalog: people who know customer relationships, not Django."""

from django.contrib import admin

from relationships.editing.entries import (
    AdviceWeightAdmin,
    ChannelKindAdmin,
    EmptyPhraseAdmin,
    FactorAdmin,
    QuestionAdmin,
    RelationshipTypeAdmin,
    RuleSettingAdmin,
    StrategyAdmin,
)
from relationships.models import (
    AdviceWeight,
    ChannelKind,
    EmptyPhrase,
    Factor,
    Question,
    RelationshipType,
    RuleSetting,
    Strategy,
)

admin.site.register(RelationshipType, RelationshipTypeAdmin)
admin.site.register(Strategy, StrategyAdmin)
admin.site.register(ChannelKind, ChannelKindAdmin)
admin.site.register(Factor, FactorAdmin)
admin.site.register(Question, QuestionAdmin)
admin.site.register(EmptyPhrase, EmptyPhraseAdmin)
admin.site.register(RuleSetting, RuleSettingAdmin)
admin.site.register(AdviceWeight, AdviceWeightAdmin)
