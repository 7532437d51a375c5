package io.llmdatavault.observability.alert.rule;

import java.util.Locale;

/**
 * What a service can use up. Each constant means one expression of Prometheus, in percent, of meters that Spring Boot
 * registers.
 *
 * @since 0.1.0
 */
public enum MonitoredResource {

    /** The heap, garbage included. It comes near to its limit and falls again all the time. */
    HEAP("100 * sum by (job, instance) (jvm_memory_used_bytes{area=\"heap\"})"
            + " / sum by (job, instance) (jvm_memory_max_bytes{area=\"heap\"} > 0)"),

    /** What was left of the heap's long-lived part after the last garbage collection. */
    HEAP_AFTER_GC("100 * jvm_memory_usage_after_gc{area=\"heap\"}"),

    /** What the process uses of all processors. */
    CPU("100 * process_cpu_usage"),

    /** What all processes together use of all processors. */
    SYSTEM_CPU("100 * system_cpu_usage"),

    /** The disks that are measured, each by itself. */
    DISK("100 * (1 - disk_free_bytes / (disk_total_bytes > 0))"),

    /** Open files and connections. */
    FILE_DESCRIPTORS("100 * process_files_open_files / process_files_max_files"),

    /** The connections of each pool of HikariCP, which Spring Boot uses by default. */
    DATABASE_POOL("100 * hikaricp_connections_active / (hikaricp_connections_max > 0)"),

    /** The threads of Tomcat that answer requests; needs {@code server.tomcat.mbeanregistry.enabled=true}. */
    TOMCAT_THREADS("100 * tomcat_threads_busy_threads / (tomcat_threads_config_max_threads > 0)");

    private final String percent;

    MonitoredResource(String percent) {
        this.percent = percent;
    }

    /**
     * How much of it is used, in the language of Prometheus.
     * @return an expression that gives percent
     */
    public String percent() {
        return percent;
    }

    /**
     * The name as configuration writes it.
     * @return the name in lower case, as in {@code file-descriptors}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
