package alcove.web.page;

import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.messageresolver.AbstractMessageResolver;

/** The resolver that lets templates say {@code #{landing.title(${x})}}. Thread-safe. */
final class TextResolver extends AbstractMessageResolver {
  private final Texts texts;

  TextResolver(Texts texts) {
    this.texts = texts;
  }

  @Override
  public String resolveMessage(
      ITemplateContext context, @Nullable Class<?> origin, String key, Object @Nullable [] values) {
    return texts.say(
        new Language(context.getLocale()), key, values == null ? new Object[0] : values);
  }

  @Override
  public String createAbsentMessageRepresentation(
      ITemplateContext context, @Nullable Class<?> origin, String key, Object @Nullable [] values) {
    return key;
  }
}
