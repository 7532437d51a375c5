package io.llmdatavault.observability.alert.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;

/** The last values of one series: those of a window, and one before it. */
final class Series {

    private final Map<String, String> labels;

    private final Deque<Point> points = new ArrayDeque<>();

    /** Whether the value was 0 right before the first point: the series was made between two samplings. */
    private final boolean startsAtZero;

    Series(Map<String, String> labels, boolean startsAtZero) {
        this.labels = labels;
        this.startsAtZero = startsAtZero;
    }

    Map<String, String> labels() {
        return labels;
    }

    void add(long nanos, double value, long window) {
        points.addLast(new Point(nanos, value));
        while (points.size() > 1 && nanos - second().nanos() >= window) {
            points.removeFirst();
        }
    }

    private Point second() {
        Iterator<Point> iterator = points.iterator();
        iterator.next();
        return iterator.next();
    }

    long lastSeen() {
        return points.getLast().nanos();
    }

    double last() {
        return points.getLast().value();
    }

    /** By how much a counter rose since a time; NaN when there is nothing to compare with. */
    double increaseSince(long start) {
        double increase = 0;
        Point before = null;
        for (Point point : points) {
            if (before == null) {
                if (startsAtZero && point.nanos() - start > 0) {
                    increase = point.value();
                }
            } else if (point.nanos() - start > 0) {
                double edge = before.nanos() - start < 0 ? share(before, point, start) : 1;
                increase += edge * rise(before.value(), point.value());
            }
            before = point;
        }
        boolean comparable =
                points.size() > 1 || (startsAtZero && points.getLast().nanos() - start > 0);
        return comparable ? increase : Double.NaN;
    }

    /** Which part of the time between two points is after a time between them. */
    private static double share(Point before, Point after, long start) {
        return (double) (after.nanos() - start) / (after.nanos() - before.nanos());
    }

    /** A counter that is lower than before was reset to 0 in between. */
    private static double rise(double before, double after) {
        return after < before ? after : after - before;
    }

    private record Point(long nanos, double value) {}
}
