package io.llmdatavault.observability.web;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

class WebArchitectureTests {

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.llmdatavault.observability.web");

    @Test
    void sharedPartKnowsNeitherServletsNorReactiveTypes() {
        noClasses()
                .that()
                .resideInAPackage("io.llmdatavault.observability.web")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.servlet..",
                        "org.springframework.web.servlet..",
                        "org.springframework.web.reactive..",
                        "reactor..",
                        "com.fasterxml.jackson..",
                        "io.llmdatavault.observability.web.servlet..",
                        "io.llmdatavault.observability.web.reactive..")
                .check(classes);
    }

    @Test
    void reactivePartKnowsNoServlets() {
        noClasses()
                .that()
                .resideInAPackage("io.llmdatavault.observability.web.reactive")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.servlet..",
                        "org.springframework.web.servlet..",
                        "com.fasterxml.jackson..",
                        "io.llmdatavault.observability.web.servlet..")
                .check(classes);
    }
}
