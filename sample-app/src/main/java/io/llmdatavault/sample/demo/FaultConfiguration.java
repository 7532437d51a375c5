package io.llmdatavault.sample.demo;

import java.io.IOException;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

import io.llmdatavault.observability.health.KmsProbe;
import io.llmdatavault.observability.health.StorageProbe;
import io.llmdatavault.sample.crypto.Kms;
import io.llmdatavault.sample.storage.RecordStorage;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Puts a fault in front of everything the vault depends on, and of what checks its health. */
@Configuration(proxyBeanMethods = false)
@Profile("demo")
class FaultConfiguration {

    @Bean
    static BeanPostProcessor faultyDatabase(ObjectProvider<Faults> faults) {
        return wrap(
                DataSource.class,
                dataSource ->
                        new FaultyDataSource(dataSource, faults.getObject().database()));
    }

    @Bean
    static BeanPostProcessor faultyStorage(ObjectProvider<Faults> faults) {
        return wrap(
                RecordStorage.class,
                storage -> new FaultyStorage(storage, faults.getObject().storage()));
    }

    @Bean
    static BeanPostProcessor faultyKms(ObjectProvider<Faults> faults) {
        return wrap(Kms.class, kms -> new FaultyKms(kms, faults.getObject().kms()));
    }

    @Bean
    static BeanPostProcessor faultyStorageProbe(ObjectProvider<Faults> faults) {
        return wrap(StorageProbe.class, probe -> () -> {
            faults.getObject().storage().hitProbe(() -> new IOException("The demo has taken the storage away"));
            return probe.probe();
        });
    }

    @Bean
    static BeanPostProcessor faultyKmsProbe(ObjectProvider<Faults> faults) {
        return wrap(KmsProbe.class, probe -> () -> {
            faults.getObject().kms().hitProbe(() -> new IOException("The demo has taken the keys away"));
            return probe.probe();
        });
    }

    private static <T> BeanPostProcessor wrap(Class<T> type, UnaryOperator<T> wrapper) {
        return new BeanPostProcessor() {

            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return type.isInstance(bean) ? wrapper.apply(type.cast(bean)) : bean;
            }
        };
    }
}
