package io.llmdatavault.observability.error.translate;

import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;

import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.ValidationError;
import io.llmdatavault.observability.error.ValidationViolation;
import io.llmdatavault.observability.error.VaultError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What Hibernate Validator throws behind Spring's method validation, and what Spring makes of it where asked. */
class ValidationTranslationTests {

    private final ErrorTranslators translators = new ErrorTranslators(List.of());

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void brokenRuleOfAnArgumentIsValidation(boolean adapted) {
        run(adapted, ledger -> {
            Throwable failure = catchThrowable(() -> ledger.book(-4711, new Booking("", List.of(new Line(" ")))));

            ValidationError error = (ValidationError) translators.translate(failure);

            assertThat(error.getCause()).isSameAs(failure);
            assertThat(error.violations())
                    .extracting(ValidationViolation::field, ValidationViolation::constraint)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("amount", "Positive"),
                            org.assertj.core.groups.Tuple.tuple("booking.text", "NotBlank"),
                            org.assertj.core.groups.Tuple.tuple("booking.lines[0].name", "NotBlank"));
            assertThat(error.getMessage() + error.violations()).doesNotContain("4711");
            assertThat(translators.translate(new IllegalStateException(failure)).kind())
                    .isEqualTo(ErrorKind.INTERNAL);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void brokenRuleOfAReturnValueIsInternal(boolean adapted) {
        run(adapted, ledger -> {
            Throwable failure = catchThrowable(ledger::name);

            VaultError error = translators.translate(failure);

            assertThat(failure.getClass().getSimpleName())
                    .isEqualTo(adapted ? "MethodValidationException" : "ConstraintViolationException");
            assertThat(error.kind()).isEqualTo(ErrorKind.INTERNAL);
            assertThat(error.getCause()).isSameAs(failure);
        });
    }

    private static void run(boolean adapted, java.util.function.Consumer<Ledger> test) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
                .withPropertyValues("spring.validation.method.adapt-constraint-violations=" + adapted)
                .withBean(Ledger.class)
                .run(context -> test.accept(context.getBean(Ledger.class)));
    }

    record Booking(@NotBlank String text, List<@Valid Line> lines) {}

    record Line(@NotBlank String name) {}

    @Validated
    static class Ledger {

        void book(@Positive int amount, @Valid Booking booking) {}

        @NotNull
        String name() {
            return null;
        }
    }
}
