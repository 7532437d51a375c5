package io.llmdatavault.observability;

import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.llmdatavault.observability.configuration.ConditionalOnFeature;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.stereotype.Component;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** Which package may know which, and Spring Boot's own rules for auto-configurations. */
@AnalyzeClasses(packages = "io.llmdatavault.observability", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    private static final String BASE = "io.llmdatavault.observability";

    @ArchTest
    final ArchRule packagesAreFreeOfCycles =
            slices().matching(BASE + ".(**)").should().beFreeOfCycles();

    @ArchTest
    final ArchRule vocabularyKnowsOnlyTheJdk = classes()
            .that()
            .resideInAPackage(BASE + ".error")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.slf4j", "org.jspecify..", BASE + ".error"));

    @ArchTest
    final ArchRule configurationKnowsNoFeature = mayKnow("configuration", "error");

    @ArchTest
    final ArchRule diagnosticsExplainOnly = mayKnow("diagnostics", "error", "configuration", "logging");

    @ArchTest
    final ArchRule loggingArrows = mayKnow("logging", "error", "configuration");

    @ArchTest
    final ArchRule tracingArrows = mayKnow("tracing", "error", "configuration", "logging");

    @ArchTest
    final ArchRule healthArrows = mayKnow("health..", "error", "configuration", "logging", "metrics");

    @ArchTest
    final ArchRule metricsArrows = mayKnow("metrics", "error", "configuration");

    @ArchTest
    final ArchRule rateLimitArrows = mayKnow("resilience.ratelimit", "resilience", "error", "configuration", "metrics");

    @ArchTest
    final ArchRule resilienceArrows = mayKnow("resilience", "error", "configuration", "metrics");

    @ArchTest
    final ArchRule retryArrows =
            mayKnow("resilience.retry", "resilience", "error", "error.translate", "configuration", "metrics");

    @ArchTest
    final ArchRule translatorArrows = mayKnow("error.translate", "error", "configuration");

    @ArchTest
    final ArchRule reporterArrows =
            mayKnow("error.report", "error", "error.translate", "configuration", "logging", "metrics", "tracing");

    @ArchTest
    final ArchRule backgroundArrows = mayKnow("error.background", "error", "error.report", "configuration");

    @ArchTest
    final ArchRule webArrows = mayKnow("web..", "error", "error.translate", "error.report", "configuration", "logging");

    @ArchTest
    final ArchRule webDoesNotKnowClients = noClasses()
            .that()
            .resideInAPackage(BASE + ".web..")
            .and()
            .resideOutsideOfPackage(BASE + ".web.client..")
            .should()
            .dependOnClassesThat(resideInAPackage(BASE + ".web.client.."));

    @ArchTest
    final ArchRule contextArrows = mayKnow("context", "error", "configuration", "web");

    @ArchTest
    final ArchRule promQlArrows = mayKnow("alert.promql");

    @ArchTest
    final ArchRule promQlKnowsNoFramework = noClasses()
            .that()
            .resideInAPackage("..alert.promql..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "io.micrometer..");

    @ArchTest
    final ArchRule ruleFileArrows = mayKnow("alert.promql.rulefile", "alert.promql", "alert.promql.template");

    @ArchTest
    final ArchRule templateArrows = mayKnow("alert.promql.template", "alert.promql");

    @ArchTest
    final ArchRule alertRuleArrows =
            mayKnow("alert.rule", "alert.promql", "alert.promql.template", "error", "configuration");

    @ArchTest
    final ArchRule alertSampleArrows = mayKnow("alert.sample", "alert.promql", "configuration");

    @ArchTest
    final ArchRule alertNotifyArrows = mayKnow("alert.notify", "alert.rule", "error", "configuration", "metrics");

    @ArchTest
    final ArchRule alertEngineArrows = mayKnow(
            "alert.engine",
            "alert.promql",
            "alert.promql.rulefile",
            "alert.promql.template",
            "alert.sample",
            "alert.rule",
            "alert.notify",
            "error",
            "configuration",
            "logging",
            "metrics");

    @ArchTest
    final ArchRule alertArrows = mayKnow(
            "alert",
            "alert.promql",
            "alert.promql.rulefile",
            "alert.promql.template",
            "alert.rule",
            "alert.engine",
            "alert.notify",
            "error",
            "configuration",
            "logging",
            "metrics");

    @ArchTest
    final ArchRule onlyTheMaskerAndPlainTextAreKnownOfLogging = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".logging")
            .should()
            .dependOnClassesThat(resideInAPackage(BASE + ".logging")
                    .and(DescribedPredicate.not(DescribedPredicate.describe(
                            "for others",
                            type -> type.getSimpleName().matches("Masker|PlainText|MaskingAutoConfiguration")))));

    @ArchTest
    final ArchRule autoConfigurationsArePublicFinalNamedAndSwitched = classes()
            .that()
            .areAnnotatedWith(AutoConfiguration.class)
            .should()
            .haveSimpleNameEndingWith("AutoConfiguration")
            .andShould()
            .bePublic()
            .andShould()
            .haveModifier(JavaModifier.FINAL)
            .andShould()
            .beAnnotatedWith(ConditionalOnFeature.class);

    @ArchTest
    final ArchRule beanMethodsAreNotPublic =
            noMethods().that().areAnnotatedWith(Bean.class).should().bePublic();

    @ArchTest
    final ArchRule beanPostProcessorsAreStatic = methods()
            .that()
            .areAnnotatedWith(Bean.class)
            .and()
            .haveRawReturnType(JavaClass.Predicates.assignableTo(BeanPostProcessor.class))
            .should()
            .beStatic()
            .allowEmptyShould(true);

    @ArchTest
    final ArchRule noConditionalOnClassOnBeanMethods =
            noMethods().that().areAnnotatedWith(Bean.class).should().beAnnotatedWith(ConditionalOnClass.class);

    @ArchTest
    final ArchRule noComponentScanning =
            noClasses().should().beAnnotatedWith(ComponentScan.class).orShould().beAnnotatedWith(Component.class);

    @ArchTest
    final ArchRule conditionsPropertiesAndAnalyzersAreNotPublic = noClasses()
            .that()
            .areAssignableTo(SpringBootCondition.class)
            .or()
            .areAssignableTo(FailureAnalyzer.class)
            .or()
            .areAnnotatedWith(ConfigurationProperties.class)
            .should()
            .bePublic();

    @ArchTest
    final ArchRule propertiesAreRecords = classes()
            .that()
            .areAnnotatedWith(ConfigurationProperties.class)
            .should()
            .beRecords();

    /** The types that have another package in Spring Boot 4: one jar serves both lines. */
    @ArchTest
    final ArchRule noTypeThatMovedBetweenTheBootLines = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.springframework.boot.actuate.autoconfigure.health..",
                    "org.springframework.boot.actuate.autoconfigure.metrics..",
                    "org.springframework.boot.actuate.autoconfigure.observation..",
                    "org.springframework.boot.actuate.autoconfigure.opentelemetry..",
                    "org.springframework.boot.actuate.autoconfigure.tracing..",
                    "org.springframework.boot.actuate.metrics..",
                    "org.springframework.boot.autoconfigure.jackson..",
                    "org.springframework.boot.autoconfigure.jdbc..",
                    "org.springframework.boot.autoconfigure.security..",
                    "org.springframework.boot.autoconfigure.web..",
                    "org.springframework.boot.env..",
                    "org.springframework.boot.web.context..",
                    "org.springframework.boot.web.embedded..",
                    "org.springframework.boot.web.servlet.error..",
                    "org.springframework.boot.web.reactive.context..",
                    "org.springframework.boot.web.reactive.error..",
                    "org.springframework.boot.web.reactive.server.."));

    /** The twin adapters, one for each line: nobody else knows the customizers of clients. */
    @ArchTest
    final ArchRule onlyTheAdaptersKnowTheClientsOfBoot3 = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".web.client.boot3")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.springframework.boot.web.client..",
                    "org.springframework.boot.web.reactive.function.client.."));

    @ArchTest
    final ArchRule onlyTheAdaptersKnowTheClientsOfBoot4 = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".web.client.boot4")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.springframework.boot.restclient..", "org.springframework.boot.webclient.."));

    /** The twin adapters, one for each line: nobody else knows the types of the health endpoint. */
    @ArchTest
    final ArchRule onlyTheAdaptersKnowTheHealthEndpointOfBoot3 = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".health.boot3")
            .should()
            .dependOnClassesThat(resideInAPackage("org.springframework.boot.actuate.health.."));

    @ArchTest
    final ArchRule onlyTheAdaptersKnowTheHealthEndpointOfBoot4 = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".health.boot4")
            .should()
            .dependOnClassesThat(resideInAPackage("org.springframework.boot.health.."));

    /** Boot 4 has Jackson 3; the log encoder brings Jackson 2 itself, in both lines. */
    @ArchTest
    final ArchRule onlyTheLogEncoderKnowsJackson = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".logging")
            .should()
            .dependOnClassesThat(resideInAPackage("com.fasterxml.jackson.."));

    private static ArchRule mayKnow(String feature, String... others) {
        String[] allowed = Stream.concat(Stream.of(feature), Stream.of(others))
                .map(name -> BASE + "." + name)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(BASE + "." + feature)
                .should()
                .dependOnClassesThat(
                        resideInAPackage(BASE + "..").and(DescribedPredicate.not(resideInAnyPackage(allowed))))
                .allowEmptyShould(true);
    }
}
