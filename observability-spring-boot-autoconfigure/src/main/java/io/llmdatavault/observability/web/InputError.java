package io.llmdatavault.observability.web;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.DefaultMessageSourceResolvable;

/**
 * One input that is wrong. Public for the starter's own packages.
 *
 * @param place where the input is
 * @param name its JSON pointer in a body, else its name; empty for the whole
 * @param text what is wrong with it, as the rule has it; {@code null} for a sentence of ours
 * @param template the text before values were put into it; {@code null} when nobody knows it
 * @param rejectedValue what was sent: never shown, but needed to see whether the text shows it
 * @param sentence the key of the sentence of ours that stands in for a text that cannot be shown
 * @since 0.1.0
 */
public record InputError(
        Place place,
        String name,
        @Nullable MessageSourceResolvable text,
        @Nullable String template,
        @Nullable Object rejectedValue,
        String sentence) {

    /** The sentence for an input that is not there. */
    public static final String MISSING = "input.missing";

    /** The sentence for an input that cannot be converted. */
    public static final String TYPE = "input.type";

    /** The sentence for an input that breaks a rule whose text cannot be shown. */
    public static final String VALUE = "input.value";

    /**
     * An input with a sentence of ours.
     * @param place where the input is
     * @param name its JSON pointer in a body, else its name
     * @param sentence the key of the sentence
     * @return the input error
     */
    public static InputError of(Place place, String name, String sentence) {
        return new InputError(place, name, null, null, null, sentence);
    }

    static InputError ofText(Place place, String name, String text) {
        return new InputError(place, name, new DefaultMessageSourceResolvable(null, text), text, null, VALUE);
    }

    /** Leaves out what was sent. */
    @Override
    public String toString() {
        return place.name().toLowerCase(Locale.ROOT) + " " + name;
    }

    /**
     * Where an input is.
     *
     * @since 0.1.0
     */
    public enum Place {

        /** In the body. */
        POINTER("pointer"),
        /** In the query, the path or a form. */
        PARAMETER("parameter"),
        /** In a header. */
        HEADER("header"),
        /** Anywhere else: the body of the problem does not say where. */
        OTHER(null);

        private final @Nullable String member;

        Place(@Nullable String member) {
            this.member = member;
        }

        @Nullable
        String member() {
            return member;
        }
    }
}
