package io.llmdatavault.observability.alert.promql;

/** What Java lacks, or rounds otherwise near its limits than Go does. */
final class Trigonometry {

    private static final double LN_2 = Math.log(2);

    /** From here on, 1 beside the square does not count. */
    private static final double LARGE = 0x1p28;

    private Trigonometry() {}

    static double asin(double value) {
        double size = Math.abs(value);
        if (!(size <= 1) || size == 0) {
            return size == 0 ? value : Double.NaN;
        }
        double adjacent = Math.sqrt(1 - size * size);
        double angle = size > 0.7 ? Math.PI / 2 - Math.atan(adjacent / size) : Math.atan(size / adjacent);
        return Math.copySign(angle, value);
    }

    static double acos(double value) {
        return Math.PI / 2 - asin(value);
    }

    static double asinh(double value) {
        double size = Math.abs(value);
        if (size < 1 / LARGE || Double.isNaN(value)) {
            return value;
        }
        double area = size > LARGE
                ? Math.log(size) + LN_2
                : size > 2
                        ? Math.log(2 * size + 1 / (Math.sqrt(size * size + 1) + size))
                        : Math.log1p(size + size * size / (1 + Math.sqrt(1 + size * size)));
        return Math.copySign(area, value);
    }

    static double acosh(double value) {
        if (!(value >= 1)) {
            return Double.NaN;
        }
        if (value >= LARGE) {
            return Math.log(value) + LN_2;
        }
        double beyond = value - 1;
        return value > 2
                ? Math.log(2 * value - 1 / (value + Math.sqrt(value * value - 1)))
                : Math.log1p(beyond + Math.sqrt(2 * beyond + beyond * beyond));
    }

    static double atanh(double value) {
        double size = Math.abs(value);
        if (size < 1 / LARGE) {
            return value;
        }
        double twice = size + size;
        double area =
                size < 0.5 ? Math.log1p(twice + twice * size / (1 - size)) / 2 : Math.log1p(twice / (1 - size)) / 2;
        return size > 1 ? Double.NaN : Math.copySign(area, value);
    }

    /** Infinite as soon as the exponential is, although half of it would still fit. */
    static double cosh(double value) {
        double size = Math.abs(value);
        return size > 21 ? Math.exp(size) / 2 : Math.cosh(value);
    }

    static double sinh(double value) {
        double size = Math.abs(value);
        return size > 21 ? Math.copySign(Math.exp(size) / 2, value) : Math.sinh(value);
    }
}
