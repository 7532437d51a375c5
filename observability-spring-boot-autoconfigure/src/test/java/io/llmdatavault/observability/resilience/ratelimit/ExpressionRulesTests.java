package io.llmdatavault.observability.resilience.ratelimit;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

import io.llmdatavault.observability.error.ConfigurationError;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** What is refused fails in each call, and what works in a call is not refused. */
class ExpressionRulesTests {

    private final CallExpressions expressions;

    private final MethodInvocation call = mock();

    ExpressionRulesTests() throws NoSuchMethodException {
        Method method = getClass().getDeclaredMethod("limited", String.class, List.class, Map.class);
        StaticListableBeanFactory beans =
                new StaticListableBeanFactory(Map.of("tenants", "bean", "my.tenants", "bean"));
        expressions = new CallExpressions(method, beans);
        given(call.getMethod()).willReturn(method);
        given(call.getThis()).willReturn("target");
        given(call.getArguments()).willReturn(new Object[] {"alice", List.of("bob", "al"), Map.of("tenant", "acme")});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "#user | alice",
                "#root.args[0] | alice",
                "args[0] | alice",
                "getArgs()[0].toUpperCase() | ALICE",
                "method.name | limited",
                "target.length() | 6",
                "#map[tenant] | acme",
                "#map['tenant'] | acme",
                "#map['tenant'].length() | 4",
                "#users.![length()] | [3, 2]",
                "#users.?[length() > 2] | [bob]",
                "#users.?[#this.length() > 2].size() | 1",
                "{tenant: #user}['tenant'] | alice",
                "{#user, 'b'}.size() | 2",
                "T(Math).max(1, #users.size()) | 2",
                "T(java.lang.Math).abs(-1) | 1",
                "#user == null ? 'none' : #user | alice",
                "#user ?: 'none' | alice",
                "#user?.length() | 5",
                "new String(#user) | alice",
                "@tenants.length() | 4",
                "@'my.tenants'.length() | 4",
                "#user.concat(@tenants) | alicebean",
                "#user.concat(method.name) | alicelimited",
                "1 + 2 | 3",
                "-1 | -1",
                "'a' + 'b' | ab",
                "null | null"
            })
    void takesWhatWorks(String text, String value) {
        assertThat(String.valueOf(expressions.compile(text, "here").of(call))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user",
                "user.length()",
                "#user + tenant",
                "#user.concat(tenant)",
                "#user.concat(tenant())",
                "tenant()",
                "#user == null ? none : #user",
                "{user}",
                "@nobody",
                "@nobody.current(#user)",
                "T(com.acme.Tenants).current()",
                "#usr",
                "#users.![#usr]",
                "#users.?[@nobody.knows(#this)]"
            })
    void refusesWhatCannotWork(String text) {
        assertThatExceptionOfType(ConfigurationError.class)
                .isThrownBy(() -> expressions.compile(text, "here"))
                .satisfies(error -> {
                    assertThat(error.configKey()).isEqualTo("here");
                    assertThat(error).hasMessageStartingWith("\"" + text + "\" uses ");
                    assertThat(error.detail()).isPresent();
                });
    }

    @SuppressWarnings("UnusedMethod")
    private static void limited(String user, List<String> users, Map<String, String> map) {}
}
