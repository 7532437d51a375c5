package io.llmdatavault.observability.resilience.ratelimit;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.llmdatavault.observability.error.RateLimitError;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AliasFor;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.SimpleTransactionStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Which methods ask, through the proxies of a real context. */
class VaultRateLimitTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RateLimitAutoConfiguration.class, AopAutoConfiguration.class))
            .withPropertyValues(
                    "vault.observability.rate-limit.limits.once.type=requests-per-hour",
                    "vault.observability.rate-limit.limits.once.limit=1",
                    "vault.observability.rate-limit.limits.other.type=requests-per-hour",
                    "vault.observability.rate-limit.limits.other.limit=1");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void needsNoAspectJ(boolean aspectJ) {
        contextRunner
                .withClassLoader(aspectJ ? getClass().getClassLoader() : new FilteredClassLoader("org.aspectj"))
                .withBean(Service.class)
                .run(context -> {
                    assertThat(context)
                            .getBean("org.springframework.aop.config.internalAutoProxyCreator")
                            .extracting(creator -> creator.getClass().getSimpleName())
                            .isEqualTo(
                                    aspectJ
                                            ? "AnnotationAwareAspectJAutoProxyCreator"
                                            : "InfrastructureAdvisorAutoProxyCreator");
                    Service service = context.getBean(Service.class);
                    service.call();
                    assertRejected(service::call);
                    service.unlimited();
                });
    }

    @Test
    void limitsStayWithoutBootsProxies() {
        contextRunner
                .withPropertyValues("spring.aop.auto=false")
                .withBean(Service.class)
                .run(context -> {
                    context.getBean(Service.class).call();
                    assertRejected(context.getBean(Service.class)::call);
                });
    }

    @Test
    void theMethodIsNotReachedByARejectedCall() {
        contextRunner.withBean(Service.class).run(context -> {
            Service service = context.getBean(Service.class);
            assertThat(service.count()).isEqualTo(1);
            assertRejected(service::count);
            assertThat(service.calls()).isEqualTo(1);
        });
    }

    @Test
    void takesThePermitBeforeTheCallWhateverItReturns() {
        contextRunner.withBean(Service.class).run(context -> {
            Service service = context.getBean(Service.class);
            assertThat(service.later()).isCompletedWithValue("done");
            assertRejected(service::later);
        });
    }

    @Test
    void givesNoPermitBackWhenTheCallFails() {
        contextRunner.withBean(Service.class).run(context -> {
            Service service = context.getBean(Service.class);
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(service::fail);
            assertRejected(service::fail);
        });
    }

    @Test
    void theAnnotationOfATypeIsForAllMethodsThatAProxySees() {
        contextRunner.withBean(LimitedType.class).run(context -> {
            LimitedType type = context.getBean(LimitedType.class);
            type.first();
            assertRejected(type::second);
            type.byOther();
            assertRejected(type::byOther);
            assertRejected(type::notPublic);
            type.finalMethodThatNobodyMeans();
            assertThat(type).hasToString("limited");
        });
    }

    @Test
    void findsTheAnnotationOfASuperclass() {
        contextRunner.withBean(Subtype.class).run(context -> {
            context.getBean(Subtype.class).own();
            assertRejected(context.getBean(Subtype.class)::first);
        });
    }

    @Test
    void findsMetaAnnotations() {
        contextRunner.withBean(Service.class).run(context -> {
            context.getBean(Service.class).meta();
            assertRejected(context.getBean(Service.class)::call);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsTheAnnotationOfAnInterfaceMethod(boolean classProxy) {
        contextRunner
                .withPropertyValues("spring.aop.proxy-target-class=" + classProxy)
                .withBean(ApiImplementation.class)
                .run(context -> {
                    Api<?> api = context.getBean(Api.class);
                    assertThat(AopUtils.isJdkDynamicProxy(api)).isNotEqualTo(classProxy);
                    api.call();
                    assertRejected(api::call);
                    api.byDefault();
                    assertRejected(api::byDefault);
                });
    }

    @Test
    void findsTheAnnotationBehindABridge() {
        contextRunner.withBean(ApiImplementation.class).run(context -> {
            @SuppressWarnings("unchecked")
            Api<String> api = context.getBean(Api.class);
            api.take("x");
            assertRejected(() -> api.take("x"));
        });
    }

    @Test
    void findsTheAnnotationOfAnInterfaceThatTheSuperclassDoesNotKnow() {
        contextRunner.withBean(LateImplementation.class).run(context -> {
            context.getBean(LateImplementation.class).late();
            assertRejected(context.getBean(LateImplementation.class)::late);
        });
    }

    @Test
    void limitsWhatIsAProxyAlready() {
        ProxyFactory repository = new ProxyFactory(new PlainService());
        repository.addInterface(Late.class);
        repository.addAdvice((MethodInterceptor) call -> null);
        contextRunner
                .withBean("aop", Late.class, () ->
                        (Late) repository.getProxy(getClass().getClassLoader()))
                .run(context -> {
                    context.getBean(Late.class).late();
                    assertRejected(context.getBean(Late.class)::late);
                });
        contextRunner
                .withBean("jdk", Late.class, () -> (Late) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {Late.class}, (proxy, method, arguments) -> null))
                .run(context -> {
                    context.getBean(Late.class).late();
                    assertRejected(context.getBean(Late.class)::late);
                });
    }

    @Test
    void knowsTheArgumentsOfWhatIsAProxyAlready() {
        contextRunner.withBean(Tenants.class, () -> proxy(Tenants.class)).run(context -> {
            Tenants tenants = context.getBean(Tenants.class);
            tenants.find("acme");
            assertRejected(() -> tenants.find("acme"));
            tenants.find("other");
        });
        contextRunner
                .withBean(Misspelt.class, () -> proxy(Misspelt.class))
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining(Misspelt.class.getName() + ".find(String) does not have"));
    }

    private static <T> T proxy(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null));
    }

    /** As an interface of a library that makes its proxies itself. */
    interface Tenants {

        @VaultRateLimit(value = "once", key = "#tenant")
        String find(String tenant);
    }

    interface Misspelt {

        @VaultRateLimit(value = "once", key = "#tenat")
        String find(String tenant);
    }

    @Test
    void leavesOtherBeansWithoutProxy() {
        contextRunner
                .withBean(PlainService.class)
                .run(context -> assertThat(AopUtils.isAopProxy(context.getBean(PlainService.class)))
                        .isFalse());
    }

    @Test
    void asksOutsideOfTransactions() {
        contextRunner
                .withConfiguration(AutoConfigurations.of(TransactionAutoConfiguration.class))
                .withBean(CountingTransactions.class)
                .withBean(TransactionalService.class)
                .run(context -> {
                    TransactionalService service = context.getBean(TransactionalService.class);
                    assertThat(((Advised) service).getAdvisors()).hasSizeGreaterThan(1);
                    assertThat(context.getBean(RateLimitAdvisor.class).getOrder())
                            .isEqualTo(VaultRateLimit.ORDER);
                    service.call();
                    assertRejected(service::call);
                    assertThat(context.getBean(CountingTransactions.class).begun)
                            .isEqualTo(1);
                });
        assertThat(VaultRateLimit.ORDER).isEqualTo(Ordered.LOWEST_PRECEDENCE - 20);
    }

    private static void assertRejected(Runnable call) {
        assertThatExceptionOfType(RateLimitError.class).isThrownBy(call::run);
    }

    @Retention(RetentionPolicy.RUNTIME)
    @VaultRateLimit("overridden")
    @interface Once {

        @AliasFor(annotation = VaultRateLimit.class, attribute = "value")
        String limit() default "once";
    }

    /** Public, because the filtered class loader makes a package of its own. */
    public static class Service {

        private int calls;

        @VaultRateLimit("once")
        public void call() {}

        @VaultRateLimit("once")
        public int count() {
            return ++calls;
        }

        public int calls() {
            return calls;
        }

        @VaultRateLimit("once")
        public CompletionStage<String> later() {
            return CompletableFuture.completedFuture("done");
        }

        @VaultRateLimit("once")
        public void fail() {
            throw new IllegalStateException();
        }

        @Once
        public void meta() {}

        public void unlimited() {}
    }

    @VaultRateLimit("once")
    static class LimitedType extends FrameworkType {

        public void first() {}

        public void second() {}

        @VaultRateLimit("other")
        public void byOther() {}

        void notPublic() {}

        @Override
        public String toString() {
            return "limited";
        }
    }

    static class FrameworkType {

        public final void finalMethodThatNobodyMeans() {}
    }

    static class Subtype extends LimitedType {

        public void own() {}
    }

    interface Api<T> {

        @VaultRateLimit("once")
        void call();

        @VaultRateLimit("other")
        default void byDefault() {}

        void take(T value);
    }

    static class ApiImplementation implements Api<String> {

        @Override
        public void call() {}

        @Override
        @VaultRateLimit("once")
        public void take(String value) {}
    }

    interface Late {

        @VaultRateLimit("once")
        void late();
    }

    static class EarlyImplementation {

        public void late() {}
    }

    static class LateImplementation extends EarlyImplementation implements Late {}

    static class PlainService {

        public void call() {}
    }

    static class TransactionalService {

        @Transactional
        @VaultRateLimit("once")
        public void call() {}
    }

    static final class CountingTransactions implements PlatformTransactionManager {

        private int begun;

        @Override
        public TransactionStatus getTransaction(TransactionDefinition definition) {
            begun++;
            return new SimpleTransactionStatus();
        }

        @Override
        public void commit(TransactionStatus status) {}

        @Override
        public void rollback(TransactionStatus status) {}
    }
}
