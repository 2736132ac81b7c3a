package alcove.web.page;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.messageresolver.AbstractMessageResolver;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** The renderer of pages, on virtual threads and never on an event loop. Thread-safe. */
public final class Templates {
  private final TemplateEngine engine = new TemplateEngine();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public Templates(Texts texts) {
    ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver();
    resolver.setPrefix("alcove/web/templates/");
    resolver.setSuffix(".html");
    resolver.setTemplateMode(TemplateMode.HTML);
    resolver.setCharacterEncoding("UTF-8");
    engine.setTemplateResolver(resolver);
    engine.setMessageResolver(new TextResolver(texts));
  }

  /** The page that {@code template} makes of {@code values}, which it knows by these names. */
  public Future<String> render(String template, Locale locale, Map<String, Object> values) {
    Promise<String> page = Promise.promise();
    threads.execute(
        () -> {
          try {
            page.complete(engine.process(template, new Context(locale, values)));
          } catch (Throwable fault) {
            page.fail(fault);
          }
        });
    return page.future();
  }

  /** The resolver that lets templates say {@code #{landing.title(${x})}}. Thread-safe. */
  private static final class TextResolver extends AbstractMessageResolver {
    private final Texts texts;

    TextResolver(Texts texts) {
      this.texts = texts;
    }

    @Override
    public String resolveMessage(
        ITemplateContext context,
        @Nullable Class<?> origin,
        String key,
        Object @Nullable [] values) {
      return texts.say(
          new Language(context.getLocale()), key, values == null ? new Object[0] : values);
    }

    @Override
    public String createAbsentMessageRepresentation(
        ITemplateContext context,
        @Nullable Class<?> origin,
        String key,
        Object @Nullable [] values) {
      return key;
    }
  }
}
