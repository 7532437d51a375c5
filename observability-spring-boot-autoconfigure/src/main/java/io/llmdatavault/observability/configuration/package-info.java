/**
 * What all features share before they start: their switches
 * ({@link io.llmdatavault.observability.configuration.ConditionalOnFeature}), the defaults they lay below the
 * application's own configuration ({@link io.llmdatavault.observability.configuration.DefaultProperties}), and who the
 * service is ({@link io.llmdatavault.observability.configuration.ServiceInfo}; keys
 * {@code vault.observability.service-name}, {@code .environment}, {@code .service-version}).
 * {@link io.llmdatavault.observability.configuration.WarnOnce} is how all of them say that something of theirs broke, and
 * {@link io.llmdatavault.observability.configuration.DurationText} how they write a duration.
 * Nothing here is for applications; it may change at any time.
 */
@NullMarked
package io.llmdatavault.observability.configuration;

import org.jspecify.annotations.NullMarked;
