package io.llmdatavault.observability.resilience.ratelimit;

/** Annotations that cannot work, and one that can. */
final class WrongBeans {

    private WrongBeans() {}

    static class Fine {

        @VaultRateLimit("calls")
        void call(String user) {}
    }

    static class UnknownLimit {

        @VaultRateLimit("cals")
        void call() {}
    }

    static class SecondMethodIsWrong {

        @VaultRateLimit("calls")
        void first() {}

        @VaultRateLimit("cals")
        void second() {}
    }

    static class BrokenKey {

        @VaultRateLimit(value = "calls", key = "#user..name")
        void call(String user) {}
    }

    static class BrokenPermits {

        @VaultRateLimit(value = "calls", permits = "#user[")
        void call(String user) {}
    }

    static class UnknownVariable {

        @VaultRateLimit(value = "calls", key = "#usr.name")
        void call(String user) {}
    }

    static class UnknownFunction {

        @VaultRateLimit(value = "calls", key = "#hash(#user)")
        void call(String user) {}
    }

    static class ForgottenHash {

        @VaultRateLimit(value = "calls", key = "user")
        void call(String user) {}
    }

    static class UnknownName {

        @VaultRateLimit(value = "calls", key = "#user + tenant")
        void call(String user) {}
    }

    static class UnknownCall {

        @VaultRateLimit(value = "calls", key = "tenant()")
        void call() {}
    }

    static class UnknownBean {

        @VaultRateLimit(value = "calls", key = "@nobody.current(#user)")
        void call(String user) {}
    }

    static class UnknownType {

        @VaultRateLimit(value = "calls", key = "T(com.acme.Tenants).current()")
        void call() {}
    }

    static class ConstantWithoutValue {

        @VaultRateLimit(value = "calls", key = "1 / 0")
        void call() {}
    }

    static class NegativePermits {

        @VaultRateLimit(value = "calls", permits = "-1")
        void call() {}
    }

    static class TextForPermits {

        @VaultRateLimit(value = "calls", permits = "'abc'")
        void call() {}
    }

    static class ArgumentThatIsNoNumber {

        @VaultRateLimit(value = "calls", permits = "#tenant")
        void call(String tenant) {}
    }

    static class NoParameters {

        @VaultRateLimit(value = "calls", key = "#tenant")
        void call() {}
    }

    static class HalfAPermit {

        @VaultRateLimit(value = "calls", permits = "1.5")
        void call() {}
    }

    static final class FinalType {

        @VaultRateLimit("calls")
        void call() {}
    }

    @VaultRateLimit("calls")
    record LimitedRecord() {

        public void call() {}
    }

    static class PrivateMethod {

        @VaultRateLimit("calls")
        @SuppressWarnings("UnusedMethod")
        private void call() {}
    }

    static class FinalMethod {

        @VaultRateLimit("calls")
        final void call() {}
    }

    static class StaticMethod {

        @VaultRateLimit("calls")
        static void call() {}
    }

    @VaultRateLimit("calls")
    static class FinalInLimitedType {

        public final void call() {}
    }

    static class TooManyPermits {

        @VaultRateLimit(value = "calls", permits = "6")
        void call() {}
    }

    static class NoPermits {

        @VaultRateLimit(value = "calls", permits = "0")
        void call() {}
    }
}
