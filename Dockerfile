FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The embedded PostgreSQL and the packaged Node are for machines without this image: their install scripts and the
# optional packages stay out.
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force

FROM node:24-bookworm-slim
WORKDIR /app
ENV HOST=0.0.0.0
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY config ./config
COPY migrations ./migrations
COPY services ./services
COPY workers ./workers
# Nothing below /app is writable for it, and nothing needs to be.
USER node
EXPOSE 4318 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "services/runtime/health-check.ts", "gateway"]
# Node itself as process 1: it gets the SIGTERM that asks for an ordered end.
CMD ["node", "services/gateway/main.ts"]
