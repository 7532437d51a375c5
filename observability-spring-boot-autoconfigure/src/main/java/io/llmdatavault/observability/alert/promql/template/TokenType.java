package io.llmdatavault.observability.alert.promql.template;

/** What a token is. Spaces count inside of actions: {@code $x .y} are two arguments, {@code $x.y} is one. */
enum TokenType {
    TEXT,
    LEFT_DELIMITER,
    RIGHT_DELIMITER,
    SPACE,
    KEYWORD,
    IDENTIFIER,
    FIELD,
    VARIABLE,
    DOT,
    NIL,
    BOOLEAN,
    NUMBER,
    CHARACTER,
    STRING,
    RAW_STRING,
    PIPE,
    ASSIGN,
    DECLARE,
    LEFT_PARENTHESIS,
    RIGHT_PARENTHESIS,
    OTHER,
    END
}
