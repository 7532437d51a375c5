package io.llmdatavault.observability.alert.promql.rulefile;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.alert.promql.QueryLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Aliases of YAML make a short file mean much; asks what was parsed and kept, not for the time. */
class RuleFileLimitsTests {

    private static final String RULE = "  - {alert: A, expr: up, annotations: {";

    @Test
    void parsesATextOnceHoweverOftenAnAliasRepeatsIt() {
        StringBuilder text = new StringBuilder("groups:\n- name: a\n  rules:\n");
        for (int rule = 0; rule < 20; rule++) {
            text.append(RULE);
            if (rule == 0) {
                text.append("a: &t \"").append("{{.}}".repeat(3200)).append("\", ");
            }
            for (int i = 0; i < 99; i++) {
                text.append('a').append(i).append(": *t, ");
            }
            text.append("}}\n");
        }

        Map<Object, Object> distinct = new IdentityHashMap<>();
        for (Rule rule :
                RuleFile.parse(text.toString(), "rules.yml").groups().get(0).rules()) {
            ((AlertingRule) rule).annotations().values().forEach(template -> distinct.put(template, template));
            distinct.put(rule.expression(), rule.expression());
        }

        assertThat(distinct).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"up + up", "up +", "rate(up)"})
    void parsesAnExpressionOnceThatAliasesRepeat(String expression) {
        RuleTexts texts = new RuleTexts(QueryLimits.DEFAULT);
        for (int i = 0; i < 9000; i++) {
            try {
                texts.expression(expression);
            } catch (RuntimeException ex) {
                assertThat(expression).isNotEqualTo("up + up");
            }
        }

        assertThat(texts.parsed()).isEqualTo(expression.length());
    }

    @Test
    void keepsNoMoreTemplatesThanAFileMayHave() {
        RuleTexts texts = new RuleTexts(QueryLimits.DEFAULT);
        for (int i = 0; i < RuleTexts.MAXIMUM_TEMPLATES; i++) {
            texts.template("x");
        }

        assertThatThrownBy(() -> texts.template("x")).hasMessageContaining("must not have more than 100000 labels");
    }

    @Test
    void collectsNoMoreProblemsThanAnybodyReads() {
        String rules = ("  - {alert: A, expr: up, annotations: {a: \"" + "{{humanizeBytes 1}}".repeat(50) + "\"}}\n")
                .repeat(20);
        String wrong = "  - {alert: A, expr: 'up +'}\n".repeat(500);

        List<RuleFileProblem> warnings = RuleFile.parse("groups:\n- name: a\n  rules:\n" + rules, "rules.yml")
                .warnings();
        assertThat(warnings).hasSize(201);
        assertThat(warnings.get(200).message()).isEqualTo("Warnings from here on that are not shown: 800.");
        List<RuleFileProblem> errors = catchThrowableOfType(
                        RuleFileException.class,
                        () -> RuleFile.parse("groups:\n- name: a\n  rules:\n" + wrong, "rules.yml"))
                .problems();
        assertThat(errors).hasSize(201);
        assertThat(errors.get(200).message()).isEqualTo("Mistakes from here on that are not shown: 300.");
    }

    @Test
    void parsesWithinTheLimitsOfItsEngine() {
        String text = "groups: [{name: a, rules: [{record: r, expr: up + up + up}]}]";
        QueryLimits flat = QueryLimits.DEFAULT.withDepth(2);

        assertThat(RuleFile.parse(text, "rules.yml").groups()).hasSize(1);
        assertThatThrownBy(() -> RuleFile.parse(text, "rules.yml", flat))
                .isInstanceOf(RuleFileException.class)
                .hasMessageContaining("levels");
    }
}
