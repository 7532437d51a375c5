package io.llmdatavault.sample.demo;

import javax.crypto.SecretKey;

import io.llmdatavault.observability.error.KmsError;
import io.llmdatavault.observability.error.KmsOperation;
import io.llmdatavault.observability.error.KmsProvider;
import io.llmdatavault.sample.crypto.DataKey;
import io.llmdatavault.sample.crypto.Kms;
import io.llmdatavault.sample.crypto.WrappedKey;

/** Hands out data keys, unless the key management is broken or hangs. */
record FaultyKms(Kms target, Fault fault) implements Kms {

    @Override
    public DataKey generateDataKey(String binding) {
        hit(KmsOperation.GENERATE_KEY);
        return target.generateDataKey(binding);
    }

    @Override
    public SecretKey unwrap(WrappedKey key, String binding) {
        hit(KmsOperation.DECRYPT_KEY);
        return target.unwrap(key, binding);
    }

    private void hit(KmsOperation operation) {
        fault.hit(() -> KmsError.builder(operation, KmsProvider.LOCAL, "demo")
                .message("The demo has taken the keys away")
                .retryable(true)
                .build());
    }
}
