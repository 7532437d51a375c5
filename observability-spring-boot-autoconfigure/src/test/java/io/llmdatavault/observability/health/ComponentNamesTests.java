package io.llmdatavault.observability.health;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

import static org.assertj.core.api.Assertions.assertThat;

/** {@link ComponentNames}. */
class ComponentNamesTests {

    private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

    private Iterable<String> names(String... beanNames) {
        Map<String, String> beans = new LinkedHashMap<>();
        for (String beanName : beanNames) {
            beans.put(beanName, beanName);
        }
        return ComponentNames.of("database", beans, "DataSource", beanFactory).keySet();
    }

    @Test
    void theOnlyOneIsCalledAsTheKind() {
        assertThat(names("ordersDataSource")).containsExactly("database");
    }

    @Test
    void thePrimaryOneIsCalledAsTheKind() {
        RootBeanDefinition definition = new RootBeanDefinition(Object.class);
        definition.setPrimary(true);
        beanFactory.registerBeanDefinition("ordersDataSource", definition);

        assertThat(names("ordersDataSource", "replicaDataSource")).containsExactly("database", "database-replica");
    }

    @Test
    void withoutAPrimaryOneEachIsCalledByItsBean() {
        assertThat(names("ordersDataSource", "readReplica", "vaultS3DataSource"))
                .containsExactly("database-orders", "database-read-replica", "database-s3");
    }

    @Test
    void aNameHoldsWhatANameOfAComponentMay() {
        assertThat(names("Orders_DB.2", "dataSource", "DataSource", "__"))
                .containsExactly("database-orders-db-2", "database-data-source", "database-other", "database-other-2")
                .allMatch(CheckNames::isId);
    }
}
