package io.llmdatavault.observability.resilience.ratelimit;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.InternalServerError;
import io.llmdatavault.observability.error.VaultError;
import io.llmdatavault.observability.resilience.AnnotatedMethods;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Literal;
import org.springframework.expression.spel.ast.Operator;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/**
 * The expressions of one method, parsed once. They are the developer's own; none comes from the network, so they may use
 * all that SpEL has.
 */
final class CallExpressions {

    private static final SpelExpressionParser PARSER = new SpelExpressionParser();

    private final Map<String, Integer> positions = new LinkedHashMap<>();

    private final StandardEvaluationContext shared = new StandardEvaluationContext();

    private final BeanFactory beanFactory;

    private final BeanFactoryResolver beans;

    private final String method;

    private final Class<?>[] types;

    CallExpressions(Method method, BeanFactory beanFactory) {
        this.method = AnnotatedMethods.describe(method);
        this.types = method.getParameterTypes();
        this.beanFactory = beanFactory;
        this.beans = new BeanFactoryResolver(beanFactory);
        String[] names = new DefaultParameterNameDiscoverer().getParameterNames(method);
        for (int position = 0; position < method.getParameterCount(); position++) {
            positions.put("a" + position, position);
            positions.put("p" + position, position);
        }
        for (int position = 0; names != null && position < names.length; position++) {
            positions.put(names[position], position);
        }
    }

    /**
     * Parses an expression.
     * @param text the expression
     * @param configKey where it is written
     * @return it
     * @throws ConfigurationError when it cannot be parsed, saying where
     */
    static SpelExpression parse(String text, String configKey) {
        try {
            return PARSER.parseRaw(text);
        } catch (ParseException ex) {
            throw ConfigurationError.builder(
                            configKey,
                            "\"%s\" is no expression: %s, at position %d"
                                    .formatted(text, ex.getSimpleMessage(), ex.getPosition()))
                    .detail("Correct the expression \"%s\" at position %d.".formatted(text, ex.getPosition()))
                    .cause(ex)
                    .build();
        }
    }

    CallValue compile(String text, String configKey) {
        SpelExpression expression = parse(text, configKey);
        SpelNode root = expression.getAST();
        new ExpressionRules(text, configKey, method, positions.keySet(), beanFactory).require(root);
        if (isConstant(root)) {
            Object value = constant(expression, configKey);
            return call -> value;
        }
        Integer position = root instanceof VariableReference ? positions.get(ExpressionRules.nameOf(root)) : null;
        if (position != null) {
            return call -> call.getArguments()[position];
        }
        return call -> evaluate(expression, call);
    }

    /** The type of the argument that an expression is, when it is nothing else than one. */
    @Nullable
    Class<?> typeOfArgument(String text, String configKey) {
        SpelNode root = parse(text, configKey).getAST();
        Integer position = root instanceof VariableReference ? positions.get(ExpressionRules.nameOf(root)) : null;
        return position != null ? types[position] : null;
    }

    /** Whether the value of an expression is the same in each call. */
    static boolean isConstant(String text, String configKey) {
        return isConstant(parse(text, configKey).getAST());
    }

    /** The value of an expression that is constant. */
    static @Nullable Object constant(String text, String configKey) {
        return constant(parse(text, configKey), configKey);
    }

    private static boolean isConstant(SpelNode node) {
        if (!(node instanceof Literal || node instanceof Operator)) {
            return false;
        }
        for (int child = 0; child < node.getChildCount(); child++) {
            if (!isConstant(node.getChild(child))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object constant(SpelExpression expression, String configKey) {
        try {
            return expression.getValue();
        } catch (EvaluationException | ArithmeticException ex) {
            throw ConfigurationError.builder(
                            configKey, "\"%s\" has no value".formatted(expression.getExpressionString()))
                    .detail("Correct the expression; it is the same for each call.")
                    .cause(ex)
                    .build();
        }
    }

    private @Nullable Object evaluate(SpelExpression expression, MethodInvocation call) {
        try {
            return expression.getValue(context(call));
        } catch (VaultError ex) {
            throw ex;
        } catch (RuntimeException ex) {
            throw InternalServerError.builder("The expression \"%s\" of the rate limit of %s failed"
                            .formatted(expression.getExpressionString(), method))
                    .cause(ex)
                    .build();
        }
    }

    private EvaluationContext context(MethodInvocation call) {
        StandardEvaluationContext context = new CallContext(positions, call);
        shared.applyDelegatesTo(context);
        context.setBeanResolver(beans);
        return context;
    }

    private static final class CallContext extends StandardEvaluationContext {

        private final Map<String, Integer> positions;

        private final @Nullable Object[] arguments;

        CallContext(Map<String, Integer> positions, MethodInvocation call) {
            super(new CallRoot(call));
            this.positions = positions;
            this.arguments = call.getArguments();
        }

        @Override
        public @Nullable Object lookupVariable(String name) {
            Integer position = positions.get(name);
            return position != null ? arguments[position] : super.lookupVariable(name);
        }
    }
}
